"""Dates of the demo's cases: ordered, spread over days, and within office hours."""

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from casework.cases.models import Activity, Case
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from demo import build, world
from demo.correspondence.people import names
from demo.correspondence.stories import FOLDER, stories
from demo.correspondence.threads import NEWS, THREADS
from demo.management.commands.demo import demo_staff
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.alike]  # what it says is a matter of the stories


@pytest.fixture(scope="module")
def cases(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the demo cases of one office, made once, each with its timeline, oldest first."""
    files = override_settings(FILES_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), transaction.atomic(), scoped(ALL):
        office = build.assembly()["labour-east"]
        build.join(factories.staff("Dana"), office=office, role="caseworker")
        resident = build.resident("amina@london.example", "Amina")
        made = build.cases(office, residents=[resident] * 6, names=names())
        yield {case: timeline(case) for case in Case.objects.filter(pk__in=[case.pk for case in made])}
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def database(db):
    """Let the tests read what was made for all of them."""


def timeline(case):
    rows = [*case.messages.all(), *case.notes.all(), *case.activities.all()]
    return sorted(rows, key=lambda row: row.at)


def test_every_office_of_the_demo_has_a_manager_who_could_approve_emergency_access():
    managed = {office for _email, _name, office, role in world.STAFF if role == "manager"}
    assert managed == set(world.OFFICES)


def test_timeline_rows_are_after_opening_and_before_now(cases):
    now = timezone.now()
    for case, rows in cases.items():
        assert all(case.opened_at <= row.at < now for row in rows)


def test_cases_open_by_day_and_office_works_weekdays_nine_to_five(cases):
    for case, rows in cases.items():
        assert 7 <= timezone.localtime(case.opened_at).hour < 22
        later = [timezone.localtime(row.at) for row in rows if row.at > case.opened_at]
        assert all(9 <= at.hour < 17 and at.weekday() < 5 for at in later)


def test_work_is_spread_over_several_days(cases):
    worked = {row.at.date() for case, rows in cases.items() for row in rows if row.at > case.opened_at}
    assert len(worked) > 5


def test_waiting_since_matches_the_last_change_of_turn(cases):
    for case, rows in cases.items():
        moves = {Activity.Verb.RAISED, Activity.Verb.TURN, Activity.Verb.CLOSED}
        arrived = [row.at for row in rows if getattr(row, "direction", None) == "in"]
        last = max(*arrived, *(row.at for row in rows if getattr(row, "verb", None) in moves))
        assert case.waiting_since == last
        assert case.closed_at in {None, case.waiting_since}


def test_demo_contains_every_turn_and_state(cases):
    assert {case.turn for case in cases} == set(Turn.values)
    assert any(case.assignee is None for case in cases)
    assert any(getattr(row, "body", "") in NEWS for rows in cases.values() for row in rows)


def test_no_story_or_name_occurs_twice(cases):
    told = [story for file in FOLDER.iterdir() for story in stories(file.stem)]
    assert len({story.subject for story in told}) == len({story.body for story in told}) == len(told)
    people = {case.constituent for case in cases}
    assert len({person.name for person in people}) == len(people)


def test_boroughs_belong_to_the_members_of_the_office(cases):
    assert all(case.borough.area_id in case.member.terms.values_list("area", flat=True) for case in cases)


def test_longest_thread_has_fifteen_messages_and_photos(cases):
    threads = {case.subject: rows for case, rows in cases.items() if case.subject in THREADS}
    assert set(threads) == set(THREADS)
    longest = max(cases, key=lambda case: case.messages.count())
    assert longest.messages.count() == 15
    assert longest.files.count() >= 1


def test_case_of_the_neighbour_waits_for_them_as_an_acceptance_task_says(tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    with scoped(ALL):
        office = build.assembly()["conservative"]
        build.join(factories.staff("Holly"), office=office, role="caseworker")
        neighbour = build.resident("delroy@london.example", "Delroy")
        build.cases(office, residents=[neighbour], names=(f"Person {n}" for n in range(50)))
        assert Case.objects.raised_by(neighbour).filter(turn=Turn.CONSTITUENT, closed_at=None).exists()


def test_staff_have_an_app_and_recovery_codes():
    person = demo_staff("new@labour.example", "Nia")
    assert set(person.authenticator_set.values_list("type", flat=True)) == {"totp", "recovery_codes"}
