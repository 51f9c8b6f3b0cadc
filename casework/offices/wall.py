"""The wall, written once: which rows a person may see.

You see a case while you hold an active membership in its office. Every list, count, search, notification and file
starts from `visible_to` (staff) or `raised_by` (constituents, in `casework.cases`). On PostgreSQL row-level security
says the same again (`casework.rls`).
"""

from typing import Any, Self

from django.db import models

from accounts.models import User
from casework.scope import NOTHING, Scope

from .models import Membership, Office


def offices_of(user: Any) -> models.QuerySet[Membership, Any]:
    """The keys of the offices where `user` holds an active membership, as a subquery: never stale."""
    return Membership.objects.active().filter(user=user.pk).values("office")


def works_elsewhere(membership: Membership) -> bool:
    """Whether this person works in another office too: then one office has no say over how they sign in."""
    return offices_of(membership.user).exclude(office=membership.office_id).exists()


class TenantQuerySet(models.QuerySet):
    """For every model with an `office` column."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the offices where `user` works today, and no others."""
        return self.filter(office__in=offices_of(user))


def my_offices(user: Any) -> models.QuerySet[Office]:
    """The offices where `user` works today."""
    return Office.objects.filter(pk__in=offices_of(user))


def staff_scope(user: User) -> Scope:
    """What the database may show to `user`; empty for people without a membership."""
    offices = frozenset(offices_of(user).values_list("office", flat=True))
    return Scope(offices=offices) if offices else NOTHING
