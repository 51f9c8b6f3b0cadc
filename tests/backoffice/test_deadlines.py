"""Deadlines at the desk: in words on the case and in the queue, by filter and order, and set by a manager."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.dates import words_for_deadline
from casework.cases.models import Case, Deadline, DeadlineRule
from casework.cases.models.deadlines.rule import USUAL
from casework.wall.scope import ALL, scoped
from casework.working_days import working_days_after, working_days_since
from tests import factories
from tests.backoffice.queue.pages import listed
from tests.sharing import shared

PAGE = "/office/team/deadlines/"


def due(case, by, kind="answer"):
    """Give a case this deadline and no other."""
    with scoped(ALL):
        Deadline.objects.filter(case=case).delete()
        Deadline.objects.create(office=case.office, case=case, kind=kind, by=by)


@pytest.fixture
def three(office):
    """Return cases that are late, due today and due later."""
    today = timezone.localdate()
    days = {"Late": today - timedelta(days=9), "Today": today, "Later": working_days_after(today, 20)}
    cases = {subject: factories.case(office=office, subject=subject) for subject in days}
    for subject, day in days.items():
        due(cases[subject], day)
    return cases


def days_as_sent(**changed):
    usual = {f"{nature}-{name}": days for nature, rule in USUAL.items() for name, days in rule.items()}
    return usual | changed


def test_deadline_is_in_words_on_the_case_and_in_the_queue(desk, ben, case):
    day = working_days_after(timezone.localdate(), 3)
    due(case, day)
    client = desk(ben)
    assert "in 3 working days" in client.get(f"/office/cases/{case.reference}/").text
    assert "in 3 working days" in client.get("/office/cases/").text


def test_late_deadline_says_by_how_many_working_days():
    day = timezone.localdate() - timedelta(days=9)
    late = working_days_since(day, timezone.localdate())
    assert words_for_deadline(day) == f"{late} working days late"
    assert words_for_deadline(timezone.localdate()) == "today"


def test_late_deadline_is_said_once_in_the_queue(desk, ben, case):
    due(case, timezone.localdate() - timedelta(days=9))
    row = desk(ben).get("/office/cases/").text.split("Answer by")[1].split("</td>")[0]
    assert row.count("late</span>") == 1
    assert "days late" not in row


@pytest.mark.parametrize(
    ("choice", "subjects"),
    [("late", ["Late"]), ("today", ["Late", "Today"]), ("soon", ["Late", "Today"]), ("none", [])],
)
def test_queue_is_filtered_by_deadline(desk, ben, three, choice, subjects):
    assert sorted(listed(desk(ben), deadline=choice)) == subjects


def test_queue_is_sorted_by_deadline(desk, ben, three):
    assert listed(desk(ben), sort="deadline") == ["Late", "Today", "Later"]
    assert listed(desk(ben), sort="-deadline") == ["Later", "Today", "Late"]


def test_my_day_lists_what_is_late_due_and_to_chase(desk, ben, three):
    with scoped(ALL):
        Case.objects.update(assignee=ben)
        waits = {"turn": "third-party", "waiting_on": "The council"}
        Case.objects.filter(pk=three["Later"].pk).update(**waits)
        due(three["Later"], timezone.localdate(), kind="chase")
    own = desk(ben).get("/office/my-day/").context["own"]
    lists = [[case.subject for case in cases] for cases in (own.overdue, own.due, own.chase)]
    assert lists == [["Late"], ["Today"], ["Later"]]


def test_guest_office_sees_no_deadline(desk, assembly, case):
    due(case, working_days_after(timezone.localdate(), 3))
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    client = desk(assembly.eve)
    page = client.get(f"/office/cases/{case.reference}/")
    assert page.status_code == 200
    assert "working day" not in page.text
    with scoped(ALL):
        assert not Deadline.objects.visible_to(assembly.eve).exists()


def test_manager_sets_the_days_of_the_office(desk, dev, office):
    response = desk(dev).post(PAGE, days_as_sent(**{"casework-answer_in": "7"}))
    assert response.url == f"{PAGE}?office={office.slug}"
    with scoped(ALL):
        assert DeadlineRule.objects.get(office=office, nature="casework").answer_in == 7


def test_days_that_make_no_sense_are_refused_with_a_reason(desk, dev):
    sent = days_as_sent(**{"casework-acknowledge_in": "0", "policy-answer_in": "2"})
    page = desk(dev).post(PAGE, sent)
    assert page.status_code == 422
    assert "Enter a number of working days from 1 to 120" in page.text
    assert "Enter at least as many working days as to acknowledge" in page.text


def test_caseworker_and_other_office_set_nothing(desk, ben, cat, office):
    assert desk(ben).get(PAGE).status_code == 403
    assert desk(cat).get(f"{PAGE}?office={office.slug}").status_code == 403
