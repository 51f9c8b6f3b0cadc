"""One act on several cases of the queue."""

import pytest

from casework.cases.models import Case
from casework.cases.services.safety.risk import raise_risk
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories

SEVERAL = "/office/cases/several/"


@pytest.fixture
def cases(office):
    return [factories.case(office=office, subject=f"Case {number}") for number in range(3)]


def now(cases):
    with scoped(ALL):
        return list(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def named(cases, **more):
    return {"case": [case.reference for case in cases], "list": "?view=open"} | more


def test_page_says_what_will_be_done_and_does_nothing(desk, ben, cases):
    page = desk(ben).get(SEVERAL, named(cases, do="close"))
    assert all(case.reference in page.text for case in cases)
    assert "Do this to 3 cases" in page.text
    assert all(case.is_open for case in now(cases))


def test_cases_are_assigned(desk, ben, dev, cases):
    with scoped(ALL):
        owner = Membership.objects.get(user=dev).uuid
    response = desk(ben).post(SEVERAL, named(cases, do="assign", owner=str(owner)))
    assert response.url == "/office/cases/?view=open#result"
    assert {case.assignee for case in now(cases)} == {dev}


def test_turn_and_date_are_set(desk, ben, cases):
    client = desk(ben)
    client.post(SEVERAL, named(cases, do="turn", turn="constituent"))
    day = {"next_on_day": "1", "next_on_month": "2", "next_on_year": "2099"}
    client.post(SEVERAL, named(cases, do="date", **day))
    assert {(case.turn, str(case.next_on)) for case in now(cases)} == {("constituent", "2099-02-01")}


def test_case_at_risk_stays_open_and_is_named(desk, ben, cases):
    with scoped(ALL):
        raise_risk(case=cases[0], kind="life", by=None)
    client = desk(ben)
    page = client.post(SEVERAL, named(cases, do="close", outcome="Answered"), follow=True)
    assert [case.is_open for case in now(cases)] == [True, False, False]
    assert "2 cases done." in page.text
    assert f"risk is not settled: {cases[0].reference}" in page.text


def test_one_case_of_another_office_stops_all(desk, assembly, ben, cases):
    foreign = factories.case(office=assembly.rival)
    response = desk(ben).post(SEVERAL, named([*cases, foreign], do="close", outcome="Answered"))
    assert response.status_code == 404
    assert all(case.is_open for case in now([*cases, foreign]))


def test_nothing_ticked_sends_back_to_the_list(desk, ben, cases):
    page = desk(ben).get(SEVERAL, {"do": "assign", "list": "?view=mine"}, follow=True)
    assert "Tick the cases first" in page.text


def test_list_of_another_site_is_not_followed(desk, ben, cases):
    assert desk(ben).get(SEVERAL, {"list": "//evil.example"}).url == "/office/cases/"


def test_read_only_staff_tick_nothing(desk, assembly, cases):
    client = desk(assembly.fay)
    assert client.post(SEVERAL, named(cases, do="close", outcome="Answered")).status_code == 403
    assert "queue__tick" not in client.get("/office/cases/").text
