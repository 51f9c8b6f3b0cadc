"""The wall, written once: which rows a person may see.

Staff see a row while they hold an active membership in its office, or while its case is shared with their office.
Constituents see the cases they raised and what was said on them. A model names in its attribute `wall` the paths from
its rows to what decides; a path that it does not name grants nothing. Row-level security on PostgreSQL enforces the
same again (`casework.wall.row_security`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.prepared import Prepared
from casework.wall.scope import NOTHING, Scope, current

from .membership import Membership, Office
from .practice import is_practising


def offices_of(user: Any, *, roles: Collection[str] | None = None) -> frozenset[int]:
    """Return the keys of the offices where `user` holds an active membership, with one of `roles` if given.

    Every call asks the database, except for the person of a request inside `resolved_once`.
    """
    held: Iterable[Membership] | None = getattr(user, "resolved_memberships", None)
    if held is None:
        held = Membership.objects.active().filter(user=user.pk)
    return frozenset(one.office_id for one in held if roles is None or one.role in roles)


def memberships_of(user: Any) -> list[Membership]:
    """The active memberships of `user` by the name of the office, each with its office and `members_now`, how many
    Members that works for. Asks the database when `offices_of` does.
    """
    held: list[Membership] | None = getattr(user, "resolved_memberships", None)
    if held is not None:
        return held
    now = timezone.now()
    today = timezone.localdate(now)
    if is_practising():  # there the managers of memberships and offices mean others
        return list(_with_offices(user=user.pk, now=now, today=today))
    return WITH_OFFICES.rows(user=user.pk, now=now, today=today)


def _with_offices(*, user: int, now: datetime, today: date) -> models.QuerySet[Membership]:
    members = apps.get_model("offices", "OfficeMember").objects.in_force(today)
    members = members.filter(office=OuterRef("office")).order_by()
    counted = Subquery(members.values("office").values_list(Count("pk")))
    held = Membership.objects.active(now).filter(user=user).select_related("office")
    return held.annotate(members_now=Coalesce(counted, 0)).order_by("office__name")


WITH_OFFICES = Prepared(_with_offices)


@contextmanager
def resolved_once(user: Any) -> Iterator[None]:
    """Query once where the person of a request works, and answer with that until the block ends.

    The answer stays on this one object: another object of the same person, the next request, the worker, and a file
    that is streamed after its request query the database.
    """
    if not user.is_staff:
        yield
        return
    user.resolved_memberships = memberships_of(user)
    try:
        yield
    finally:
        del user.resolved_memberships


def works_elsewhere(membership: Membership) -> bool:
    """Return whether this person works in another office too, so that one office must not decide how they sign in."""
    return bool(offices_of(membership.user) - {membership.office_id})


def may_be_guest(user: Any) -> bool:
    """Return False under emergency access, which does not extend to shared cases: their managers were not asked."""
    return not getattr(user, "is_administrator", False)


@contextmanager
def shared_on_demand(user: Any, widen: Callable[[], None]) -> Iterator[None]:
    """Within the block, call `widen` when `user` first reads what other offices share: most pages never do.

    Inside another scope, such as that of an act, nothing is widened.
    """
    user.shared_on_demand = current(), widen
    try:
        yield
    finally:
        user.shared_on_demand = None


def reach_shared(user: Any) -> None:
    """Let row-level security show this person of a request what other offices share. `visible_to` begins with it."""
    scope, widen = getattr(user, "shared_on_demand", None) or (None, None)
    if widen is not None and scope is current():
        user.shared_on_demand = None
        widen()


@dataclass(frozen=True)
class Paths:
    """Lookups from a row to what decides about it; "" is the row itself, None is no path.

    `case` or `constituent` opens a row to the person who raised that case or whose record it is. `share` opens it to
    the office that a case is shared with: all shares of the case, or the one in which this row was opened. `receiver`
    is the office that a row is addressed to. Outside their office only rows that meet the conditions `told` are
    visible, and to a person who writes for someone else, before that person agrees, only rows that meet `before`:
    none if it is None.
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
    """Return the condition for a share in force: accepted, not ended, and its last day has not passed."""
    return {"accepted_at__isnull": False, "ended_at": None, "until__gt": at}


def permitted(authority: str, *, at: datetime) -> Q:
    """Return the condition for an authority in force: given, not withdrawn, and its last day has not passed."""
    conditions = {"confirmed_at__isnull": False, "revoked_at": None, "until__gt": at}
    return Q(**{lookup(authority, name): value for name, value in conditions.items()})


def released(case: str, *, at: datetime | None = None) -> Q:
    """Return the condition for cases whose writer may read what the office says: their own, or with authority."""
    authority = lookup(case, "authority")
    return Q(**{authority: None}) | permitted(authority, at=at or timezone.now())


class TenantQuerySet(models.QuerySet):
    """Rows of a model with an `office` column."""

    @property
    def paths(self) -> Paths:
        return getattr(self.model, "wall", Paths())

    def visible_to(self, user: Any) -> Self:
        """Return rows of the offices where `user` works today, and what other offices share with these."""
        reach_shared(user)
        offices = offices_of(user)
        seen = Q(office__in=offices)
        if self.paths.receiver is not None and may_be_guest(user):
            seen |= Q(**{lookup(self.paths.receiver, "in"): offices})
        if self.paths.share is not None and may_be_guest(user):
            seen |= Q(pk__in=self._shared_with(offices, share=self.paths.share))
        return self.filter(seen)

    def in_offices_of(self, user: Any) -> Self:
        """Return rows of the offices where `user` works today, without what other offices share with them."""
        return self.filter(office__in=offices_of(user))

    def _shared_with(self, offices: frozenset[int], *, share: str) -> models.QuerySet:
        """Return the keys of rows that other offices share with `offices` now. Never of a safe-contact case."""
        theirs = {"to_office__in": offices, "case__safe_contact": False}
        conditions = in_force(at=timezone.now()) | theirs
        by_share = {lookup(share, name): value for name, value in conditions.items()}
        return self.model._base_manager.filter(**by_share, **self.paths.told).values("pk")

    def raised_by(self, user: Any, *, at: datetime | None = None) -> Self:
        """Return rows of the cases on records of this constituent. A safe-contact case needs more than a sign-in.

        It is opened by a word or a code, as a tracking code opens a case to someone without an account, and is then
        named in `user.opened_cases`.
        """
        paths = self.paths
        opened: frozenset[int] = getattr(user, "opened_cases", frozenset())
        if opened and paths.case is not None:
            by_word = Q(**{lookup(paths.case, "pk", "in"): opened})
            by_sign_in = self._of_sign_in(user, at).values("pk")
            told = by_word & _told_to_writers(paths.case, paths.before, at)
            return self.filter(told | Q(pk__in=by_sign_in), **paths.told)
        return self._of_sign_in(user, at)

    def _of_sign_in(self, user: Any, at: datetime | None) -> Self:
        paths = self.paths
        if paths.case is not None:
            mine = self.filter(
                _told_to_writers(paths.case, paths.before, at), **{lookup(paths.case, "safe_contact"): False}
            )
            account = lookup(paths.case, "constituent", "account")
        elif paths.constituent is not None:
            mine, account = self, lookup(paths.constituent, "account")
        else:
            return self.none()
        # Asked of a stranger, whose key is None, the first condition alone would mean every unlinked record.
        return mine.filter(**{account: user.pk, lookup(account, "isnull"): False}, **paths.told)


def _told_to_writers(case: str, before: Q | None, at: datetime | None) -> Q:
    """Return everything of a person's own case; of a case for someone else, what its writer may read then."""
    told = released(case, at=at)
    return told if before is None else told | before


def unwalled_tables() -> set[str]:
    """Return the tables with an office column that belong to no tenant, with the reason in `unwalled`."""
    return {model._meta.db_table for model in apps.get_models() if hasattr(model, "unwalled")}


def my_offices(user: Any) -> models.QuerySet[Office]:
    """Return the offices where `user` works today."""
    return Office.objects.filter(pk__in=offices_of(user))


def staff_scope(user: User) -> Scope:
    """Return the scope of `user` for row-level security; empty without a membership."""
    offices = offices_of(user)
    return Scope(offices=offices) if offices else NOTHING
