"""Administrators let in an office's first manager and editors, and never see a case."""

import pytest
from django.urls import reverse

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import Group, Office
from casework.offices.offers import HasManager, offer_first_manager
from casework.scope import ALL, scoped
from cms.setup import home_page
from tests import factories

ADMINISTRATION = "/office/administration/"


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def new_office(assembly):
    with scoped(ALL):
        return Office.objects.create(slug="green", name="Green", group=Group.objects.first())


def person(**more):
    return {"email": "gil@work.example", "name": "Gil"} | more


def test_an_administrator_lets_in_the_first_manager(desk, boss, new_office):
    client = desk(boss)
    assert "No manager yet" in client.get(ADMINISTRATION).text
    client.post(f"{ADMINISTRATION}manager/", person(office="green"))
    with scoped(ALL):
        assert User.objects.get(email="gil@work.example").memberships.get().role == "manager"


def test_an_office_with_a_manager_gets_none_from_outside(desk, boss, office):
    response = desk(boss).post(f"{ADMINISTRATION}manager/", person(office=office.slug))
    assert response.status_code == 422
    assert "Choose an office that has no manager yet" in response.text


def test_an_administrator_never_makes_themselves_a_manager(desk, boss, new_office):
    response = desk(boss).post(f"{ADMINISTRATION}manager/", person(office="green", email=boss.email))
    assert response.status_code == 422


def test_an_administrator_lets_in_an_editor(desk, boss):
    desk(boss).post(f"{ADMINISTRATION}editor/", person())
    gil = User.objects.get(email="gil@work.example")
    assert gil.has_perm("wagtailadmin.access_admin")
    assert not gil.memberships.exists()


def test_an_editor_may_publish_at_once_and_the_log_says_who_let_them(desk, boss):
    desk(boss).post(f"{ADMINISTRATION}editor/", person())
    gil = User.objects.get(email="gil@work.example")
    assert home_page().permissions_for_user(gil).can_publish()
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.EDITOR_MADE)
    assert (entry.actor_id, entry.office_id, entry.detail) == (boss.pk, None, {"editor": gil.pk})


def test_an_address_that_is_no_staff_becomes_no_editor_and_the_answer_does_not_tell(
    desk, boss, ada, sent_mail
):
    pages = [
        desk(boss).post(f"{ADMINISTRATION}editor/", person(email=email), follow=True)
        for email in (ada.email, "gil@work.example")
    ]
    assert all("Gil is invited." in page.text for page in pages)
    assert not ada.groups.exists()
    assert {mail["To"] for mail in sent_mail()} == {"gil@work.example"}


def test_an_administrator_does_not_make_themselves_an_editor(desk, boss):
    assert desk(boss).post(f"{ADMINISTRATION}editor/", person(email=boss.email)).status_code == 422
    assert not boss.groups.exists()


def test_an_office_that_waits_for_its_first_manager_gets_no_second(desk, boss, new_office, ada):
    client = desk(boss)
    for email in ("gil@work.example", ada.email):
        client.post(f"{ADMINISTRATION}manager/", person(office="green", email=email))
        assert email in client.get(ADMINISTRATION).text
        second = client.post(f"{ADMINISTRATION}manager/", person(office="green", email="mole@work.example"))
        assert second.status_code == 422
        client.post(f"{ADMINISTRATION}manager/green/take-back/")
        assert "No manager yet" in client.get(ADMINISTRATION).text
    assert not User.objects.filter(email="mole@work.example").exists()


def test_two_first_managers_at_once_are_one(boss, new_office):
    offer_first_manager(office=new_office, email="gil@work.example", name="Gil", by=boss)
    with pytest.raises(HasManager):
        offer_first_manager(office=new_office, email="mole@work.example", name="Mole", by=boss)


def test_nobody_lets_themselves_in_unseen(desk, boss, assembly, sent_mail):
    """Labour South has people and no manager: they and the other administrators hear who is to be the first."""
    chief = factories.staff("Chief", is_administrator=True)
    type(assembly.eve).objects.filter(pk=assembly.eve.pk).update(is_active=False)  # suspended for a while
    desk(boss).post(f"{ADMINISTRATION}manager/", person(office="labour-south"))
    assert {mail["To"] for mail in sent_mail()} == {"gil@work.example", chief.email, assembly.eve.email}


def test_an_invitation_that_is_answered_cannot_be_taken_back(desk, boss, office):
    assert desk(boss).post(f"{ADMINISTRATION}manager/{office.slug}/take-back/").status_code == 404


def test_whose_address_was_typed_makes_nobody_an_editor_in_the_log(desk, boss, ada):
    desk(boss).post(f"{ADMINISTRATION}editor/", person(email=ada.email))
    with scoped(ALL):
        assert not Entry.objects.filter(verb=Verb.EDITOR_MADE).exists()


def test_an_administrator_sees_no_case(desk, boss, case):
    client = desk(boss)
    assert client.get("/office/").headers["Location"] == ADMINISTRATION
    for address in (
        "/office/cases/",
        "/office/team/",
        reverse("backoffice:case_detail", args=[case.reference]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["ben", "dev", "ada"])
@pytest.mark.parametrize("address", ["", "manager/", "editor/"])
def test_others_find_no_administration(desk, assembly, who, address):
    assert desk(getattr(assembly, who)).get(ADMINISTRATION + address).status_code == 404
