"""Dating of made-up work: each act of a service gets a moment at which an office could have done it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from casework.cases.models import Case

HOURS = 9, 17


class Diary:
    """Moments in order at which an office works on one case: on weekdays, after it was raised and before today.

    `rng` has the methods of `random.Random`.
    """

    def __init__(self, case: Case, *, moments: int, rng: Any) -> None:
        self.case = case
        raised, today = timezone.localdate(case.opened_at), timezone.localdate()
        days = [raised + timedelta(days=n) for n in range(1, (today - raised).days)]
        weekdays = [day for day in days if day.weekday() < 5]
        self._moments = iter(sorted(moment(rng.choice(weekdays), rng, *HOURS) for _n in range(moments)))

    def happen(self, act: Callable[..., Any], **facts: object) -> None:
        """Let a service act on the case, and date what came of it to the next moment."""
        began, at = timezone.now(), next(self._moments)
        act(case=self.case, **facts)
        for rows in (self.case.messages, self.case.notes, self.case.activities):
            rows.filter(at__gte=began).update(at=at)
        for stamp in ("waiting_since", "closed_at"):
            Case.objects.filter(pk=self.case.pk, **{f"{stamp}__gte": began}).update(**{stamp: at})


def moment(day: date, rng: Any, earliest: int, latest: int) -> datetime:
    """Return some minute of a day between two hours."""
    minutes = rng.randint(earliest * 60, latest * 60 - 1)
    return timezone.make_aware(datetime.combine(day, time(*divmod(minutes, 60))))


def date_back(case: Case, opened: datetime) -> None:
    """Let a case that was just opened be one that was raised at this moment."""
    Case.objects.filter(pk=case.pk).update(opened_at=opened, waiting_since=opened)
    case.messages.update(at=opened)
    case.activities.update(at=opened)
    case.refresh_from_db()
