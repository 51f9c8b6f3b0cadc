"""The scope of a signed-in person: what PostgreSQL may show them, whatever a queryset forgets."""

from typing import Any

from casework.offices.wall import staff_scope
from casework.scope import NOTHING, Scope, scoped

from .models import Case


def scope_of(user: Any) -> Scope:
    """Staff: their offices. Constituents: their own rows and the cases they raised. Others: nothing."""
    if not user.is_authenticated:
        return NOTHING
    if user.is_staff:
        return staff_scope(user)
    with scoped(Scope(person=user.pk)):
        cases = frozenset(Case.objects.raised_by(user).values_list("pk", flat=True))
    return Scope(person=user.pk, cases=cases)
