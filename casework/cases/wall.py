"""The scope of a signed-in person: what PostgreSQL may show them, whatever a queryset forgets."""

from dataclasses import replace
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from casework.offices.wall import may_be_guest, released, staff_scope
from casework.scope import NOTHING, Scope, scoped

from .models import Case
from .offers import Share


def scope_of(user: Any) -> Scope:
    """Staff: their offices and what is shared with these. Constituents: their own rows and cases. Others: nothing."""
    if not user.is_authenticated:
        return NOTHING
    if user.is_staff:
        scope = staff_scope(user)
        return _with_shared(scope) if may_be_guest(user) else scope
    opened: frozenset[int] = getattr(user, "opened_cases", frozenset())
    with scoped(Scope(person=user.pk, cases=opened)):
        is_open = ExpressionWrapper(released(""), output_field=BooleanField())
        rows = list(Case.objects.raised_by(user).values_list("pk", "constituent_id", is_open))
    cases = frozenset(case for case, _whose, is_open in rows if is_open)
    # A record that nobody signed in for is in sight with the case that a word opened on it, and with no other.
    people = frozenset(whose for case, whose, _is_open in rows if case in opened)
    withheld = frozenset(case for case, _whose, is_open in rows if not is_open)
    return Scope(person=user.pk, cases=cases, withheld=withheld, people=people)


def _with_shared(scope: Scope) -> Scope:
    """The scope of these offices with what other offices share with them now."""
    if scope == NOTHING:
        return scope
    with scoped(scope):
        current = Share.objects.in_force().filter(to_office__in=scope.offices)
        shares = dict(current.values_list("pk", "case_id"))
    if not shares:
        return scope
    with scoped(replace(scope, shared=frozenset(shares.values()))):
        # Whom a case is about can be asked only once it is in sight; one that became unsafe to share is not.
        people = dict(Case.objects.filter(pk__in=shares.values()).values_list("pk", "constituent_id"))
    return replace(
        scope,
        shares=frozenset(share for share, case in shares.items() if case in people),
        shared=frozenset(people),
        people=frozenset(people.values()),
    )
