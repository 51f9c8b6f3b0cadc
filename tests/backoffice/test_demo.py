"""The demo looks lived in: what was done to its cases has its own days, in order and in office hours."""

import pytest
from django.utils import timezone

from casework.cases.models import Activity, Case
from casework.cases.turns import Turn
from casework.places.loading import load_places
from casework.scope import ALL, scoped
from config.demo import build
from tests import factories


@pytest.fixture
def cases(db):
    """One office of the demo with its backlog, and everything on each case's timeline, oldest first."""
    with scoped(ALL):
        load_places()
        office = build.assembly()["labour-east"]
        build.join(factories.staff("Dana"), office=office, role="caseworker")
        resident = build.resident("amina@london.example", "Amina")
        made = [Case.objects.get(pk=case.pk) for case in build.cases(office, residents=[resident] * 6)]
        return {case: timeline(case) for case in made}


def timeline(case):
    rows = [*case.messages.all(), *case.notes.all(), *case.activities.all()]
    return sorted(rows, key=lambda row: row.at)


def test_nothing_lies_in_the_future_and_nothing_before_its_case(cases):
    now = timezone.now()
    for case, rows in cases.items():
        assert all(case.opened_at <= row.at < now for row in rows)


def test_people_write_by_day_and_the_office_works_on_weekdays_from_nine_to_five(cases):
    for case, rows in cases.items():
        assert 7 <= timezone.localtime(case.opened_at).hour < 22
        later = [timezone.localtime(row.at) for row in rows if row.at > case.opened_at]
        assert all(9 <= at.hour < 17 and at.weekday() < 5 for at in later)


def test_the_days_differ(cases):
    worked = {row.at.date() for case, rows in cases.items() for row in rows if row.at > case.opened_at}
    assert len(worked) > 5


def test_each_turn_has_lasted_since_it_was_set(cases):
    for case, rows in cases.items():
        moves = {Activity.Verb.RAISED, Activity.Verb.TURN, Activity.Verb.CLOSED}
        last = [row.at for row in rows if getattr(row, "verb", None) in moves][-1]
        assert case.waiting_since == last
        assert case.closed_at in {None, case.waiting_since}


def test_every_state_is_there(cases):
    assert {case.turn for case in cases} == set(Turn.values)
    assert any(case.assignee is None for case in cases)
    assert any(getattr(row, "body", "") == "Is there any news?" for rows in cases.values() for row in rows)
