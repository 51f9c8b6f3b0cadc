"""While practising, a person sees only made-up cases, and their real work does not change."""

import re

import pytest

from casework.cases.models import Activity, Case, Message
from casework.cases.tasks.leavers import release_cases_of_leavers
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories

PRACTICE, QUEUE, MY_DAY = "/office/practice/", "/office/cases/?view=all", "/office/my-day/"
LINE = "You are practising with made-up cases."


def test_made_up_cases_are_of_every_kind(practise, ben, made_up):
    practise(ben)
    cases = made_up(ben)
    with scoped(ALL):
        assert {case.channel_id for case in cases.values()} == {"web", "phone", "letter"}
        assert any(case.sensitive for case in cases.values())
        assert any(case.safe_contact for case in cases.values())
        assert any(case.closed_at for case in cases.values())
        assert any(case.constituent.language == "Polish" for case in cases.values())
        assert any(case.risks.exists() for case in cases.values())
        assert sum(case.messages.filter(files__isnull=False).exists() for case in cases.values()) == 2


@pytest.mark.parametrize("page", [QUEUE, MY_DAY, "/office/search/?q=lift"])
def test_practice_shows_made_up_cases_and_no_real_one(practise, ben, case, page):
    shown = practise(ben).get(page).text
    assert "station out of order" in shown
    assert case.reference not in shown
    assert LINE in shown


def test_real_case_is_not_there_while_practising(practise, ben, case):
    page = practise(ben).get(f"/office/cases/{case.reference}/")
    assert page.status_code == 404
    assert LINE in page.text


def test_stopping_returns_to_real_work_and_keeps_practice(practise, ben, case, made_up):
    client = practise(ben)
    client.post(f"{PRACTICE}stop/")
    shown = client.get(QUEUE).text
    assert case.reference in shown
    assert not any(each.reference in shown for each in made_up(ben).values())
    assert LINE not in shown
    assert "Continue practising" in client.get(PRACTICE).text


def test_new_session_begins_in_real_work(practise, desk, ben, case):
    practise(ben)
    assert case.reference in desk(ben).get(QUEUE).text


@pytest.mark.parametrize("who", ["dev", "fay"])
def test_everyone_practises_as_a_caseworker(practise, assembly, made_up, who):
    user = getattr(assembly, who)
    client = practise(user)
    case = made_up(user)["Rubbish beside the playground"]
    client.post(f"/office/cases/{case.reference}/assign-to-me/")
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).assignee == user
    assert client.get("/office/team/invite/").status_code == 403


def test_administrator_and_editor_cannot_practise(desk, assembly):
    boss = factories.staff("Boss", is_administrator=True)
    for user in (boss, factories.staff("Gil")):
        assert desk(user).post(f"{PRACTICE}start/").status_code == 404


def test_practice_ends_at_once_with_the_work_in_the_real_office(practise, ben):
    client = practise(ben)
    ben.memberships.update(ended_at=ben.memberships.get().started_at)
    assert client.get(MY_DAY).status_code == 404


def test_your_access_shows_real_roles_while_practising(practise, ben):
    shown = practise(ben).get("/office/team/invitations/").text
    assert "Labour East" in shown
    assert "Practice office" not in shown


def test_assigning_offers_the_person_alone(practise, ben, made_up):
    client = practise(ben)
    page = client.get(f"/office/cases/{made_up(ben)['Rubbish beside the playground'].reference}/assign/")
    assert "Ben" in page.text
    assert "Dev" not in page.text


def test_call_logged_in_practice_becomes_a_made_up_case(practise, ben, practice_of):
    client = practise(ben)
    form = client.get("/office/contacts/").context["form"]
    answers = {
        "once": form["once"].value(),
        "channel": "phone",
        "about": "new",
        "name": "Ola Test",
        "subject": "A call",
        "member": form["member"].value(),
        "kind": "problem",
        "nature": "casework",
        "body": "They rang.",
        "risk": "none",
        "safe": "yes",
        "turn": "office",
    }
    assert client.post("/office/contacts/", answers).status_code == 302
    with scoped(ALL):
        assert Case.objects.get(subject="A call").office == practice_of(ben)


def test_leavers_task_leaves_made_up_cases_with_their_owner(practise, ben):
    practise(ben)
    release_cases_of_leavers()
    with scoped(ALL):
        assert Case.objects.filter(office__practice_of=ben, assignee=ben).count() == 6


def test_made_up_work_lies_before_practice_began(practise, ben, practice_of):
    practise(ben)
    office = practice_of(ben)
    since = Membership._base_manager.get(office=office).started_at
    with scoped(ALL):
        assert not Activity.objects.filter(office=office, at__gte=since).exists()
        assert not Message.objects.filter(office=office, at__gte=since).exists()


@pytest.mark.parametrize("page", ["/office/team/", "/office/duty/", "/office/texts/", "case"])
def test_practice_office_has_a_readable_name(practise, assembly, made_up, page):
    practise(assembly.dev)
    client = practise(assembly.ben)
    case = next(iter(made_up(assembly.ben).values()))
    shown = client.get(f"/office/cases/{case.reference}/" if page == "case" else page).text
    assert "Practice office" in shown
    assert assembly.ben.uuid.hex[:10] not in re.sub(r"practice-\w+", "", shown)
