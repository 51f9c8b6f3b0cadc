"""Reading the log: of named offices for their managers, as bare counts for administrators."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.scope import ALL, scoped

from .models import Entry
from .verbs import Verb

PAGE_SIZE = 50
READINGS = (Verb.CASE_READ, Verb.FILE_READ)
# Who may reach what: the acts that administrators answer for together with the offices.
ACCESS = (
    Verb.PERSON_INVITED,
    Verb.INVITATION_ACCEPTED,
    Verb.EDITOR_MADE,
    Verb.FACTOR_ADDED,
    Verb.FACTOR_REMOVED,
    Verb.MEMBERSHIP_GRANTED,
    Verb.MEMBERSHIP_ACCEPTED,
    Verb.MEMBERSHIP_DECLINED,
    Verb.MEMBERSHIP_ENDED,
    Verb.ACCOUNT_SUSPENDED,
    Verb.ACCOUNT_LET_BACK_IN,
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
    """The log of the offices with these keys, newest first."""
    return Entry.objects.filter(office_id__in=list(offices)).order_by("-at", "-pk")


@dataclass(frozen=True)
class Page:
    entries: list[Entry] = field(default_factory=list)
    next: str = ""  # the uuid of the entry to go on after


def page_after(entries: models.QuerySet[Entry], after: str = "", *, size: int = PAGE_SIZE) -> Page:
    """`size` entries from the one that follows `after`, a uuid. What is no entry of these begins at the start."""
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
    """How often somebody took a copy of these offices' log lately."""
    since = timezone.now() - within
    taken = Entry.objects.filter(office_id__in=list(offices), at__gte=since, verb=Verb.LOG_EXPORTED)
    return taken.filter(actor_id=by).count()


@dataclass(frozen=True)
class Reader:
    """How often one person looked at a case, from when to when."""

    actor_id: int | None
    times: int
    first: datetime
    last: datetime


def readers_of(reference: str, *, office: int) -> list[Reader]:
    """Who looked at a case or its files, the latest first."""
    looked = Entry.objects.filter(office_id=office, subject=reference, verb__in=READINGS).order_by()
    found = looked.values("actor_id").annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    return [Reader(**row) for row in found.order_by("-last")]


def last_review(office: int) -> Entry | None:
    """The latest time a manager confirmed who has access."""
    return of_offices([office]).filter(subject=REVIEW, verb=Verb.ACCESS_REVIEWED).first()


REVIEW = "access-review"  # the subject of such an entry, by which it is found quickly


@dataclass(frozen=True)
class Act:
    """What an administrator may know of one act about access: no subject, no reason, nothing of a case."""

    at: datetime
    verb: str
    office_id: int | None
    actor_id: int | None


def latest_access_acts(*, days: int, most: int) -> list[Act]:
    """The latest acts about accounts and memberships, of all offices together."""
    with scoped(ALL):
        found = Entry.objects.filter(verb__in=ACCESS, at__gte=_since(days)).order_by("-at", "-pk")
        rows = found.values("at", "verb", "office_id", "actor_id")[:most]
        return [Act(**row) for row in rows]


def totals_by_day(*, days: int) -> list[tuple[date, str, int]]:
    """How often each verb happened on each day, in all offices together: (day, verb, times), the latest first."""
    with scoped(ALL):
        found = Entry.objects.filter(at__gte=_since(days)).order_by()
        rows = found.annotate(day=TruncDate("at")).values("day", "verb").annotate(times=Count("pk"))
        return [(row["day"], row["verb"], row["times"]) for row in rows.order_by("-day", "verb")]


def _since(days: int) -> datetime:
    """The beginning of the day that many days ago."""
    day = timezone.localtime() - timedelta(days=days - 1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
