"""The scope of a signed-in user, which row-level security enforces even without a queryset filter."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from casework.offices.prepared import PreparedRaised
from casework.offices.visibility import may_be_guest, released, staff_scope
from casework.wall.scope import NOTHING, Scope, scoped

from .models import Case, Share


def own_scope(user: Any) -> Scope:
    """What a person sees by themselves, before anybody asks which further rows that leads to."""
    if user.is_staff:
        return staff_scope(user)
    opened: frozenset[int] = getattr(user, "opened_cases", frozenset())
    return Scope(person=user.pk, cases=opened) if user.is_authenticated or opened else NOTHING


def scope_of(user: Any) -> Scope:
    """Staff: their offices and what is shared with these. Constituents: their own rows and cases. Others: what a code
    opened for them in this session, or nothing.
    """
    own = own_scope(user)
    if own == NOTHING:
        return NOTHING
    if user.is_staff:
        return _with_shared(own) if may_be_guest(user) else own
    opened = own.cases
    with scoped(own, savepoint=False):
        rows = RAISED.rows(user)
    cases = frozenset(case for case, _whose, is_open in rows if is_open)
    # A record that nobody signed in for is in sight with the case that a word opened on it, and with no other.
    people = frozenset(whose for case, whose, _is_open in rows if case in opened)
    withheld = frozenset(case for case, _whose, is_open in rows if not is_open)
    return Scope(person=user.pk, cases=cases, withheld=withheld, people=people)


def _raised(user: Any, now: datetime) -> QuerySet[Case, Any]:
    is_open = ExpressionWrapper(released("", at=now), output_field=BooleanField())
    return Case.objects.raised_by(user, at=now).values_list("pk", "constituent_id", is_open)


RAISED = PreparedRaised(_raised)


def _with_shared(scope: Scope) -> Scope:
    """The scope of these offices with what other offices share with them now."""
    with scoped(scope, savepoint=False):
        current = Share.objects.in_force().filter(to_office__in=scope.offices)
        shares = dict(current.values_list("pk", "case_id"))
    if not shares:
        return scope
    with scoped(replace(scope, shared=frozenset(shares.values())), savepoint=False):
        # Whom a case is about can be asked only once it is in sight; one that became unsafe to share is not.
        people = dict(Case.objects.filter(pk__in=shares.values()).values_list("pk", "constituent_id"))
    return replace(
        scope,
        shares=frozenset(share for share, case in shares.items() if case in people),
        shared=frozenset(people),
        people=frozenset(people.values()),
    )
