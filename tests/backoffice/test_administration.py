"""Administrators invite first managers, editors and administrators, and never see a case."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services import is_editor
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.access.first_manager import HasManager, invite_first_manager
from casework.offices.access.grants import LastAdministrator, end_administrator, end_editor
from casework.offices.access.invitations import accept, accept_as_new, awaiting, invite
from casework.offices.models import Group, Invitation, Office
from casework.wall.scope import ALL, scoped
from cms.setup import home_page
from tests import factories
from tests.sharing import offered, shared

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


def test_administrator_invites_the_first_manager(desk, boss, new_office):
    client = desk(boss)
    assert "No manager yet" in client.get(ADMINISTRATION).text
    client.post(f"{ADMINISTRATION}manager/", person(office="green"))
    with scoped(ALL):
        assert Invitation.objects.get(email="gil@work.example").role == "manager"


def test_administrator_cannot_add_a_manager_to_an_office_that_has_one(desk, boss, office):
    response = desk(boss).post(f"{ADMINISTRATION}manager/", person(office=office.slug))
    assert response.status_code == 422
    assert "Choose an office that has no manager yet" in response.text


def test_administrator_cannot_become_a_manager_by_own_invitation(desk, boss, new_office):
    desk(boss).post(f"{ADMINISTRATION}manager/", person(office="green", email=boss.email))
    [row] = awaiting(boss)
    assert not accept(invitation=row, by=boss)
    assert not boss.memberships.exists()


def accept_new(boss, email, role):
    row = invite(office=None, email=email, role=role, by=boss)
    return accept_as_new(invitation=row, name="Gil", password="otters under the bridge")


def test_accepting_editor_can_publish_at_once(desk, boss, sent_mail):
    desk(boss).post(f"{ADMINISTRATION}invite/", person(role="editor"))
    assert not User.objects.filter(email="gil@work.example").exists()
    with scoped(ALL):
        row = Invitation.objects.get()
    gil = accept_as_new(invitation=row, name="Gil", password="otters under the bridge")
    assert gil.has_perm("wagtailadmin.access_admin")
    assert home_page().permissions_for_user(gil).can_publish()
    assert not gil.memberships.exists()
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.EDITOR_MADE)
    assert (entry.actor_id, entry.office_id, entry.detail) == (boss.pk, None, {"editor": gil.pk})


def test_caseworker_becomes_an_editor_only_by_accepting(desk, boss, ben, sent_mail):
    desk(boss).post(f"{ADMINISTRATION}invite/", person(role="editor", email=ben.email))
    assert not is_editor(ben)
    assert ben.email in {mail["To"] for mail in sent_mail()}
    [row] = awaiting(ben)
    assert accept(invitation=row, by=ben)
    assert is_editor(ben)


def test_ending_the_editor_role_takes_effect_at_once_and_mails_the_person(desk, boss, ben, sent_mail):
    accept(invitation=invite(office=None, email=ben.email, role="editor", by=boss), by=ben)
    client = desk(boss)
    address = f"{ADMINISTRATION}people/{ben.uuid}/end/editor/"
    assert "Editor of the public site" in client.get(address).text
    client.post(address)
    assert not is_editor(User.objects.get(pk=ben.pk))
    assert desk(ben).get("/editor/").status_code == 404
    [told] = [mail for mail in sent_mail() if mail["Subject"] == "What you may do has changed"]
    assert told["To"] == ben.email
    assert desk(ben).get("/office/cases/").status_code == 200  # the membership continues


def test_account_without_any_role_is_closed(boss, sent_mail):
    gil = accept_new(boss, "gil@work.example", "editor")
    assert end_editor(user=gil, by=boss)
    gil.refresh_from_db()
    assert gil.closed_at
    assert not User.objects.filter(email="gil@work.example").exists()


def test_accepting_makes_an_administrator_and_tells_the_other_administrators(desk, boss, sent_mail):
    chief = factories.staff("Chief", is_administrator=True)
    gil = accept_new(boss, "gil@work.example", "administrator")
    assert gil.is_administrator
    texts = [mail.get_body(("plain",)).get_content() for mail in sent_mail() if mail["To"] == chief.email]
    assert "Boss invited gil@work.example as: Administrator" in texts[0]
    assert "Gil (gil@work.example) accepted" in texts[1]


def test_administrator_role_can_be_ended_except_the_last(desk, boss):
    gil = accept_new(boss, "gil@work.example", "administrator")
    client = desk(boss)
    client.post(f"{ADMINISTRATION}people/{gil.uuid}/end/administrator/")
    assert not User.objects.get(pk=gil.pk).is_administrator
    page = client.post(f"{ADMINISTRATION}people/{boss.uuid}/end/administrator/", follow=True)
    assert "Invite another administrator first" in page.text
    with pytest.raises(LastAdministrator):
        end_administrator(user=boss, by=boss)


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_inviting_a_resident_grants_nothing_and_looks_like_any_invitation(desk, boss, ada, sent_mail, role):
    pages = [
        desk(boss).post(f"{ADMINISTRATION}invite/", person(email=email, role=role), follow=True)
        for email in (ada.email, "gil@work.example")
    ]
    assert all("Gil is invited." in page.text for page in pages)
    assert {mail["To"] for mail in sent_mail()} == {ada.email, "gil@work.example"}
    [row] = awaiting(ada)
    assert not accept(invitation=row, by=ada)
    assert not User.objects.get(pk=ada.pk).is_staff


def test_office_staff_cannot_become_administrators(boss, ben):
    row = invite(office=None, email=ben.email, role="administrator", by=boss)
    assert not accept(invitation=row, by=ben)
    assert not User.objects.get(pk=ben.pk).is_administrator


def test_administrator_cannot_invite_themselves(desk, boss):
    sent = person(email=boss.email, role="editor")
    assert desk(boss).post(f"{ADMINISTRATION}invite/", sent).status_code == 422
    assert awaiting(boss) == []


def test_people_page_lists_every_role(desk, boss, assembly):
    accept(invitation=invite(office=None, email=assembly.ben.email, role="editor", by=boss), by=assembly.ben)
    invite(office=None, email="gil@work.example", role="administrator", by=boss)
    page = desk(boss).get(f"{ADMINISTRATION}people/")
    assert list(page.context["editors"]) == [assembly.ben]
    assert list(page.context["administrators"]) == [boss]
    assert {str(row.user) for row in page.context["memberships"]} == {"Ben", "Dev", "Fay", "Cat", "Eve"}
    assert "gil@work.example" in page.text


def test_people_page_lists_duty_and_which_office_reads_of_which(desk, boss, assembly, case):
    factories.on_duty(office=assembly.office, person=assembly.ben, by=assembly.dev)
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    offered(factories.case(office=assembly.rival), to=assembly.office, by=assembly.cat)  # not accepted
    page = desk(boss).get(f"{ADMINISTRATION}people/")
    assert [(user, held.office) for user, held in page.context["on_duty"]] == [
        (assembly.ben, assembly.office)
    ]
    assert page.context["guests"] == [(assembly.sister, assembly.office)]
    assert case.reference not in page.text


def test_person_sees_own_duty_and_what_was_shared_with_their_office(desk, assembly, case):
    factories.on_duty(office=assembly.office, person=assembly.dev, cover=assembly.ben, by=assembly.dev)
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    ben, eve = (desk(user).get("/office/team/invitations/") for user in (assembly.ben, assembly.eve))
    assert [each.role_name for each in ben.context["held"]] == ["Caseworker", "Cover for who is on duty"]
    assert list(ben.context["shares"]) == []
    assert case.reference in eve.text


def test_person_sees_own_roles(desk, boss, assembly):
    accept(invitation=invite(office=None, email=assembly.ben.email, role="editor", by=boss), by=assembly.ben)
    page = desk(assembly.ben).get("/office/team/invitations/")
    assert [(each.role, each.office) for each in page.context["held"]] == [
        ("caseworker", assembly.office),
        ("editor", None),
    ]


def test_service_invitation_is_withdrawn_once(desk, boss):
    row = invite(office=None, email="gil@work.example", role="editor", by=boss)
    client = desk(boss)
    client.post(f"{ADMINISTRATION}invite/{row.uuid}/take-back/")
    assert accept_as_new(invitation=row, name="Gil", password="otters under the bridge") is None
    assert client.post(f"{ADMINISTRATION}invite/{row.uuid}/take-back/").status_code == 404


def test_administrator_sends_recovery_link_only_to_editors_without_an_office(desk, boss, ben, sent_mail):
    gil = accept_new(boss, "gil@work.example", "editor")
    client = desk(boss)
    client.post(f"{ADMINISTRATION}people/{gil.uuid}/recover/")
    assert sent_mail()[-1]["To"] == gil.email
    assert client.get(f"{ADMINISTRATION}people/{ben.uuid}/recover/").status_code == 404  # managers do that


def test_office_with_an_open_first_manager_invitation_gets_no_second(desk, boss, new_office, ada):
    client = desk(boss)
    for email in ("gil@work.example", ada.email):
        client.post(f"{ADMINISTRATION}manager/", person(office="green", email=email))
        assert email in client.get(ADMINISTRATION).text
        second = client.post(f"{ADMINISTRATION}manager/", person(office="green", email="mole@work.example"))
        assert second.status_code == 422
        client.post(f"{ADMINISTRATION}manager/green/take-back/")
        assert "No manager yet" in client.get(ADMINISTRATION).text
    with scoped(ALL):
        assert not Invitation.objects.filter(email="mole@work.example").exists()


def test_second_first_manager_invitation_raises_has_manager(boss, new_office):
    invite_first_manager(office=new_office, email="gil@work.example", name="Gil", by=boss)
    with pytest.raises(HasManager):
        invite_first_manager(office=new_office, email="mole@work.example", name="Mole", by=boss)


def test_first_manager_invitation_is_mailed_to_staff_and_other_administrators(
    desk, boss, assembly, sent_mail
):
    """Use Labour South, which has staff but no manager."""
    chief = factories.staff("Chief", is_administrator=True)
    type(assembly.eve).objects.filter(pk=assembly.eve.pk).update(is_active=False)  # locked for a while
    desk(boss).post(f"{ADMINISTRATION}manager/", person(office="labour-south"))
    assert {mail["To"] for mail in sent_mail()} == {"gil@work.example", chief.email, assembly.eve.email}


def test_answered_invitation_cannot_be_withdrawn(desk, boss, office):
    assert desk(boss).post(f"{ADMINISTRATION}manager/{office.slug}/take-back/").status_code == 404


def test_administrator_sees_no_case(desk, boss, case):
    client = desk(boss)
    assert client.get("/office/").headers["Location"] == ADMINISTRATION
    for address in (
        "/office/cases/",
        "/office/team/",
        reverse("backoffice:case_detail", args=[case.reference]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["ben", "dev", "ada"])
@pytest.mark.parametrize("address", ["", "manager/", "invite/", "people/"])
def test_administration_is_404_for_everyone_else(desk, assembly, who, address):
    assert desk(getattr(assembly, who)).get(ADMINISTRATION + address).status_code == 404
