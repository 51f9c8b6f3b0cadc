"""Where practice is offered, and the switch of administrators."""

import pytest

from body.models import Body
from casework.cases.models import Case
from casework.cases.tasks.practice import remove_unused_practice
from casework.wall.scope import ALL, scoped
from tests import factories

SWITCH, PRACTICE = "/office/administration/practice/", "/office/practice/"
WORDS = "Practise with made-up cases"


@pytest.fixture
def assembly(db):
    """Return the small assembly, in which no one has practised yet."""
    return factories.assembly()


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.mark.parametrize("page", ["my-day/", "team/invitations/", "team/keys/"])
def test_practice_is_offered(desk, ben, page):
    assert WORDS in desk(ben).get(f"/office/{page}").text


def test_my_day_offers_practice_to_those_with_few_cases(desk, ben, office):
    client = desk(ben)
    assert client.get("/office/my-day/").context["has_little"]
    with scoped(ALL):
        for _n in range(3):
            case = factories.case(office=office)
            Case.objects.filter(pk=case.pk).update(assignee=None)
    assert not client.get("/office/my-day/").context["has_little"]


def test_administrator_switches_practice_off_and_on(desk, boss, ben, stored_body):
    desk(boss).post(SWITCH, {})
    assert not Body.objects.get().practice
    client = desk(ben)
    assert WORDS not in client.get("/office/my-day/").text
    assert client.post(f"{PRACTICE}start/").status_code == 404
    desk(boss).post(SWITCH, {"allowed": "on"})
    assert Body.objects.get().practice


def test_switching_off_ends_practice_and_deletes_it(desk, practise, boss, ben, case, made_up, stored_body):
    client = practise(ben)
    desk(boss).post(SWITCH, {})
    assert case.reference in client.get("/office/cases/?view=all").text
    assert remove_unused_practice() == 1
    assert not made_up(ben)


def test_open_page_of_a_made_up_case_says_that_practice_has_ended(
    desk, practise, boss, ben, made_up, stored_body
):
    client = practise(ben)
    page = f"/office/cases/{next(iter(made_up(ben).values())).reference}/"
    desk(boss).post(SWITCH, {})
    assert client.get(f"{page}live/", headers={"Sec-Fetch-Mode": "cors"}).status_code == 404
    shown = client.get(page, follow=True)
    assert "Practice has ended." in shown.text
    assert client.get(page).status_code == 404


def test_manager_cannot_switch_practice_off(desk, dev):
    assert desk(dev).post(SWITCH, {}).status_code == 404
