"""Inviting an address that is already a constituent's."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.backoffice.invitations.links import NEW, links, offer, open_link, sees, text_of
from tests.backoffice.test_team import TEAM
from tests.codes import code_of


# A person may be staff and resident with two addresses
def test_invited_resident_sees_the_reason_and_the_office_does_not(desk, client, assembly, sent_mail):
    offer(assembly, assembly.ada.email)
    [link] = links(sent_mail(), assembly.ada.email)
    page = open_link(client, link)
    assert "You use this address as a resident" in page.text
    assert open_link(client, link, **NEW).status_code == 200
    assembly.ada.refresh_from_db()
    assert assembly.ada.kind == "constituent"
    assert assembly.ada.email in desk(assembly.dev).get(TEAM).text


def test_invited_resident_accepts_with_another_address(client, assembly, case, sent_mail):
    offer(assembly, assembly.ada.email)
    [link] = links(sent_mail(), assembly.ada.email)
    client.get(link)
    page = client.post("/accounts/invitation/elsewhere/", {"email": "ada@work.example"})
    assert "ada@work.example" in page.text
    assert open_link(client.__class__(), link).status_code == 410
    [other] = links(sent_mail(), "ada@work.example")
    open_link(client, other, **NEW)
    assert sees(User.objects.get(email="ada@work.example"), case)
    assembly.ada.refresh_from_db()
    assert (assembly.ada.kind, assembly.ada.is_active) == ("constituent", True)


def test_invited_resident_gives_up_the_resident_account(client, assembly, case, sent_mail):
    offer(assembly, assembly.ada.email)
    [link] = links(sent_mail(), assembly.ada.email)
    assert open_link(client, link, answer="give-up").status_code == 422
    assert open_link(client, link, answer="give-up", sure="on").status_code == 302
    open_link(client, link, **NEW)
    staff = User.objects.get(email="ada@london.example")
    assert staff.is_staff
    assert staff.pk != assembly.ada.pk
    assembly.ada.refresh_from_db()
    assert assembly.ada.closed_at


def test_staff_asking_for_a_resident_code_must_use_another_address(client, assembly, sent_mail):
    client.post(reverse("account_request_login_code"), {"email": assembly.ben.email})
    code = code_of(text_of(sent_mail()[-1]))
    page = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert "give the office another email address" in page.text


@pytest.mark.parametrize("who", ["administrator", "locked"])
def test_person_who_cannot_accept_sees_the_reason(client, assembly, sent_mail, who):
    person = factories.staff("Ruth", is_administrator=who == "administrator", is_active=who != "locked")
    offer(assembly, person.email)
    page = open_link(client, *links(sent_mail(), person.email), **NEW)
    assert "You can’t accept this invitation yet" in page.text
    assert ("administrator with this address" in page.text) == (who == "administrator")
