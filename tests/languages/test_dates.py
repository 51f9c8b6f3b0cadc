"""Dates and times in each language: names of its own, in the case it writes them, and the hours it counts."""

import datetime

import pytest
from django.utils.translation import gettext, override

from cms.translations.rows import languages
from config.dates import MONTHS, WEEKDAYS
from ui.fields import DateField
from ui.templatetags.ui import clock, day, full_day

CODES = [code for code, _name in languages()]


@pytest.mark.parametrize("code", CODES)
def test_months_and_weekdays_have_names_of_their_own(code):
    with override(code):
        assert [name for name in (*MONTHS, *WEEKDAYS) if gettext(name) == name] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("gu", "30 નવેમ્બર 2020"),
        ("pt", "30 de novembro de 2020"),
        ("it", "30 novembre 2020"),
        ("ro", "30 noiembrie 2020"),
        ("pl", "30 listopada 2020"),
    ],
)
def test_date_is_written_as_the_language_writes_it(code, words):
    with override(code):
        assert full_day(datetime.date(2020, 11, 30)) == words


def test_weekday_inside_a_sentence_has_no_capital_in_polish():
    with override("pl"):
        assert day(datetime.date(2020, 11, 18)) == "środa, 18 listopada 2020"


@pytest.mark.parametrize(("code", "words"), [("en", "3:40pm"), ("pl", "15:40"), ("ar", "3:40م")])
def test_time_counts_the_hours_as_the_language_does(code, words):
    with override(code):
        assert clock(datetime.datetime(2020, 7, 1, 14, 40, tzinfo=datetime.UTC)) == words


@pytest.mark.parametrize("code", CODES)
def test_month_that_the_error_names_is_accepted(code):
    with override(code):
        named = gettext("Enter the month, like 3 or March").split()[-1]
        assert DateField().to_python(["27", named, "2026"]) == datetime.date(2026, 3, 27)


def test_month_is_accepted_as_it_stands_inside_a_polish_date():
    with override("pl"):
        assert DateField().to_python(["27", "marca", "2026"]) == datetime.date(2026, 3, 27)
