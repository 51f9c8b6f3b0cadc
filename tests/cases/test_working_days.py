"""Working days of England and Wales, without the network."""

from datetime import date

import pytest

from casework.working_days import is_working_day, working_days_after, working_days_since


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),  # for Boxing Day, a Saturday
        (date(2026, 12, 29), True),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2040, 12, 25), True),  # after the end of the list, a Tuesday
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day, works):
    assert is_working_day(day) == works


def test_working_days_are_counted_over_christmas():
    assert working_days_after(date(2026, 12, 23), 3) == date(2026, 12, 30)
    assert working_days_since(date(2026, 12, 23), date(2026, 12, 30)) == 3
    assert working_days_since(date(2026, 12, 24), date(2026, 12, 28)) == 0
    assert working_days_since(date(2026, 12, 30), date(2026, 12, 23)) == 0


def test_no_day_is_added_for_none():
    assert working_days_after(date(2026, 12, 25), 0) == date(2026, 12, 25)
