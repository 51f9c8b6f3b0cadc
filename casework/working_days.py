"""Working days: neither weekend nor bank holiday. The list of holidays comes with a package and is never downloaded.

The list ends some years ahead; after its end only weekends are days off.
"""

from datetime import date, timedelta
from functools import cache, lru_cache

from django.conf import settings
from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
DAY = timedelta(days=1)


@cache
def _holidays() -> frozenset[date]:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=settings.BANK_HOLIDAYS)
    return frozenset(each["date"] for each in listed)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays()


def working_days_after(day: date, number: int) -> date:
    """Return the working day that comes `number` of them after `day`."""
    while number:
        day += DAY
        number -= is_working_day(day)
    return day


@lru_cache(maxsize=1000)
def working_days_since(day: date, until: date) -> int:
    """Return how many working days come after `day`, up to and with `until`; 0 if that is no later."""
    days = (day + DAY * ahead for ahead in range(1, (until - day).days + 1))
    return sum(map(is_working_day, days))
