"""Queries on the log: entries of named offices for their managers, and counts for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.wall.scope import ALL, scoped

from .models import Entry
from .verbs import Verb

PAGE_SIZE = 50
READINGS = (Verb.CASE_READ, Verb.FILE_READ)
# Changes of access, for which administrators answer together with the offices.
ACCESS = (
    Verb.RECOVERY_SENT,
    Verb.RECOVERY_USED,
    Verb.NAME_CHANGED,
    Verb.ACCOUNT_CLOSED,
    Verb.EDITOR_MADE,
    Verb.EDITOR_ENDED,
    Verb.ADMINISTRATOR_MADE,
    Verb.ADMINISTRATOR_ENDED,
    Verb.INVITATION_SENT,
    Verb.INVITATION_TAKEN_BACK,
    Verb.FACTOR_ADDED,
    Verb.FACTOR_REMOVED,
    Verb.MEMBERSHIP_ACCEPTED,
    Verb.MEMBERSHIP_DECLINED,
    Verb.MEMBERSHIP_ENDED,
    Verb.ACCOUNT_LOCKED,
    Verb.ACCOUNT_UNLOCKED,
    Verb.ACCESS_REVIEWED,
    Verb.ROLE_CHANGED,
    Verb.EMERGENCY_ASKED,
    Verb.EMERGENCY_OPENED,
    Verb.EMERGENCY_DECLINED,
    Verb.EMERGENCY_WITHDRAWN,
    Verb.EMERGENCY_ENDED,
    Verb.EMERGENCY_REPORTED,
    Verb.EMERGENCY_REPORT_READ,
)


def of_offices(offices: Iterable[int]) -> models.QuerySet[Entry]:
    """Return the log of the offices with these keys, newest first."""
    return Entry.objects.filter(office_id__in=list(offices)).order_by("-at", "-pk")


@dataclass(frozen=True)
class Page:
    entries: list[Entry] = field(default_factory=list)
    next: str = ""  # the uuid of the last entry on this page


def page_after(entries: models.QuerySet[Entry], after: str = "", *, size: int = PAGE_SIZE) -> Page:
    """Return `size` entries after the one with the uuid `after`; from the start if there is no such entry."""
    last = entries.filter(uuid=after).first() if _is_uuid(after) else None
    rest = entries.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk)) if last else entries
    rows = list(rest[: size + 1])
    return Page(entries=rows[:size], next=str(rows[size - 1].uuid) if len(rows) > size else "")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def copies_taken(offices: Iterable[int], *, by: int, within: timedelta) -> int:
    """Return how often a user exported the log of these offices within the period."""
    since = timezone.now() - within
    taken = Entry.objects.filter(office_id__in=list(offices), at__gte=since, verb=Verb.LOG_EXPORTED)
    return taken.filter(actor_id=by).count()


@dataclass(frozen=True)
class Reader:
    """How often one person read a case, with the first and last time."""

    actor_id: int | None
    times: int
    first: datetime
    last: datetime


def readers_of(reference: str, *, office: int) -> list[Reader]:
    """Return the people who read a case or its files, the latest first."""
    looked = Entry.objects.filter(office_id=office, subject=reference, verb__in=READINGS).order_by()
    found = looked.values("actor_id").annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    return [Reader(**row) for row in found.order_by("-last")]


def last_review(office: int) -> Entry | None:
    """Return the latest entry of a manager's access review, or None."""
    return of_offices([office]).filter(subject=REVIEW, verb=Verb.ACCESS_REVIEWED).first()


REVIEW = "access-review"  # the subject of such entries, which is indexed


@dataclass(frozen=True)
class Act:
    """The fields of an entry about access that administrators may see: without its subject, reason and detail."""

    at: datetime
    verb: str
    office_id: int | None
    actor_id: int | None


def latest_access_acts(*, days: int, most: int) -> list[Act]:
    """Return the latest entries about accounts and memberships, of all offices together."""
    with scoped(ALL):
        found = Entry.objects.filter(verb__in=ACCESS, at__gte=_since(days)).order_by("-at", "-pk")
        rows = found.values("at", "verb", "office_id", "actor_id")[:most]
        return [Act(**row) for row in rows]


def totals_by_day(*, days: int, without: Iterable[int] = ()) -> list[tuple[date, str, int]]:
    """Return (day, verb, count) for all offices together but those `without`, the latest day first."""
    with scoped(ALL):
        counted = Q(office_id=None) | ~Q(office_id__in=list(without))
        found = Entry.objects.filter(counted, at__gte=_since(days)).order_by()
        rows = found.annotate(day=TruncDate("at")).values("day", "verb").annotate(times=Count("pk"))
        return [(row["day"], row["verb"], row["times"]) for row in rows.order_by("-day", "verb")]


def _since(days: int) -> datetime:
    """Return the start of the first of the last `days` days, today included."""
    day = timezone.localtime() - timedelta(days=days - 1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
