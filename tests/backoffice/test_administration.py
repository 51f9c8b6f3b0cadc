"""Administrators let in an office's first manager and editors, and never see a case."""

import pytest
from django.urls import reverse

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import Group, Office
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


def test_an_address_that_is_no_staff_becomes_no_editor(desk, boss, ada):
    response = desk(boss).post(f"{ADMINISTRATION}editor/", person(email=ada.email))
    assert response.status_code == 422
    assert not ada.groups.exists()
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
