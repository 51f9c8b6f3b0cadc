"""The wall, written once: which rows a person may see.

Staff see a row while they hold an active membership in its office, or while its case is shared with their office.
Constituents see the cases they raised and what was said on them. A model says in one attribute, `wall`, by which
paths its rows lead to what decides; a door whose path it does not name stays shut. On PostgreSQL row-level security
says the same again (`casework.rls`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from casework.scope import NOTHING, Scope

from .membership import Membership, Office


def offices_of(user: Any) -> models.QuerySet[Membership, Any]:
    """The keys of the offices where `user` holds an active membership, as a subquery: never stale."""
    return Membership.objects.active().filter(user=user.pk).values("office")


def works_elsewhere(membership: Membership) -> bool:
    """Whether this person works in another office too: then one office has no say over how they sign in."""
    return offices_of(membership.user).exclude(office=membership.office_id).exists()


def may_be_guest(user: Any) -> bool:
    """Emergency access opens one office, and nothing that others share with it: their managers were not asked."""
    return not getattr(user, "is_administrator", False)


@dataclass(frozen=True)
class Paths:
    """How a row leads to what decides about it, as lookups; "" is the row itself, None is no way at all.

    `case` or `constituent` opens a row to whoever raised that case or whose record that is, `share` to the office
    that a case is shared with: all shares of the case, or the one in which just this row was opened. `receiver` is
    the office that a row is addressed to. Outside their office only rows are told that meet the conditions `told`,
    and to who writes for somebody else, before that person agrees, only those that meet `before`: none if it is None.
    """

    case: str | None = None
    constituent: str | None = None
    share: str | None = None
    receiver: str | None = None
    told: Mapping[str, object] = field(default_factory=dict)
    before: Q | None = None


def lookup(*steps: str) -> str:
    return "__".join(filter(None, steps))


def in_force(*, at: datetime) -> dict[str, object]:
    """What makes a share count: the receiver said yes, nobody ended it, and its last day has not passed."""
    return {"accepted_at__isnull": False, "ended_at": None, "until__gt": at}


def permitted(authority: str, *, at: datetime) -> Q:
    """What makes a permission count: the person gave it, nobody took it back, and its last day has not passed."""
    conditions = {"confirmed_at__isnull": False, "revoked_at": None, "until__gt": at}
    return Q(**{lookup(authority, name): value for name, value in conditions.items()})


def released(case: str) -> Q:
    """Cases whose writer may read what the office says: their own, or with the permission of whom they are about."""
    authority = lookup(case, "authority")
    return Q(**{authority: None}) | permitted(authority, at=timezone.now())


class TenantQuerySet(models.QuerySet):
    """For every model with an `office` column."""

    @property
    def paths(self) -> Paths:
        return getattr(self.model, "wall", Paths())

    def visible_to(self, user: Any) -> Self:
        """Staff: rows of the offices where `user` works today, and what others share with these. No others."""
        seen = Q(office__in=offices_of(user))
        if self.paths.receiver is not None and may_be_guest(user):
            seen |= Q(**{lookup(self.paths.receiver, "in"): offices_of(user)})
        if self.paths.share is not None and may_be_guest(user):
            seen |= Q(pk__in=self._shared_with(user, share=self.paths.share))
        return self.filter(seen)

    def in_offices_of(self, user: Any) -> Self:
        """The narrower half: rows of the offices where `user` works today, without what others share with them."""
        return self.filter(office__in=offices_of(user))

    def _shared_with(self, user: Any, *, share: str) -> models.QuerySet:
        """The keys of rows that other offices share with those of `user` now. Never of a safe-contact case."""
        theirs = {"to_office__in": offices_of(user), "case__safe_contact": False}
        conditions = in_force(at=timezone.now()) | theirs
        by_share = {lookup(share, name): value for name, value in conditions.items()}
        return self.model._base_manager.filter(**by_share, **self.paths.told).values("pk")

    def raised_by(self, user: Any) -> Self:
        """Constituents: rows of the cases on records of theirs. A safe-contact case needs more than a sign-in.

        What opens one is a word or a code (`casework.cases.safe_words`): then `user.opened_cases` names it.
        """
        paths = self.paths
        opened: frozenset[int] = getattr(user, "opened_cases", frozenset())
        if opened and paths.case is not None:
            by_word = Q(**{lookup(paths.case, "pk", "in"): opened, lookup(paths.case, "safe_contact"): True})
            by_sign_in = self._of_sign_in(user).values("pk")
            told = by_word & _told_to_writers(paths.case, paths.before)
            return self.filter(told | Q(pk__in=by_sign_in), **paths.told)
        return self._of_sign_in(user)

    def _of_sign_in(self, user: Any) -> Self:
        paths = self.paths
        if paths.case is not None:
            mine = self.filter(
                _told_to_writers(paths.case, paths.before), **{lookup(paths.case, "safe_contact"): False}
            )
            account = lookup(paths.case, "constituent", "account")
        elif paths.constituent is not None:
            mine, account = self, lookup(paths.constituent, "account")
        else:
            return self.none()
        # Asked of a stranger, whose key is None, the first condition alone would mean every unclaimed record.
        return mine.filter(**{account: user.pk, lookup(account, "isnull"): False}, **paths.told)


def _told_to_writers(case: str, before: Q | None) -> Q:
    """Everything of one's own case; of a case for somebody else, what its writer may read today."""
    told = released(case)
    return told if before is None else told | before


def my_offices(user: Any) -> models.QuerySet[Office]:
    """The offices where `user` works today."""
    return Office.objects.filter(pk__in=offices_of(user))


def staff_scope(user: User) -> Scope:
    """What the database may show to `user`; empty for people without a membership."""
    offices = frozenset(offices_of(user).values_list("office", flat=True))
    return Scope(offices=offices) if offices else NOTHING
