"""Accepting and declining: an invitation grants nothing until the invited person accepts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.audit.verbs import Verb
from casework.offices.access.invitations import (
    accept,
    delete_expired_invitations,
    open_invitations,
)
from casework.offices.models import Invitation
from casework.wall.scope import ALL, scoped
from tests.backoffice.invitations.links import (
    MINE,
    NEW,
    answer,
    links,
    log_of,
    offer,
    open_link,
    sees,
    text_of,
)
from tests.backoffice.test_team import INVITE, TEAM, invitation


# An account is made on acceptance
def test_inviting_creates_no_account(desk, assembly):
    desk(assembly.dev).post(INVITE, invitation(assembly.office))
    assert not User.objects.filter(email="gil@work.example").exists()


def test_accepting_creates_an_account_with_the_chosen_name(client, assembly, case, sent_mail):
    offer(assembly, "gil@work.example")
    [link] = links(sent_mail(), "gil@work.example")
    assert open_link(client, link, **NEW).url == reverse("mfa_activate_totp")
    gil = User.objects.get(email="gil@work.example")
    assert (gil.name, gil.kind) == ("Gilbert", "staff")
    assert sees(gil, case)
    assert Verb.MEMBERSHIP_ACCEPTED in log_of(assembly.office)
    assert "Gilbert (gil@work.example) accepted" in text_of(sent_mail()[-1])


def test_accepting_needs_a_name_and_a_strong_password(client, assembly, sent_mail):
    offer(assembly, "gil@work.example")
    [link] = links(sent_mail(), "gil@work.example")
    for wrong in ({"name": ""}, {"password": "short", "again": "short"}, {"password": "gil@work.example"}):
        response = open_link(client, link, **NEW | wrong)
        assert response.status_code == 422
    assert not User.objects.filter(email="gil@work.example").exists()


def test_opening_an_invitation_link_does_not_use_it_up(client, assembly, sent_mail):
    offer(assembly, "gil@work.example")
    [link] = links(sent_mail(), "gil@work.example")
    for _each in range(3):
        assert open_link(client.__class__(), link).status_code == 200
    assert open_link(client, link, **NEW).status_code == 302


def test_invitation_link_works_once_and_until_it_expires(client, assembly, sent_mail):
    offer(assembly, "gil@work.example")
    offer(assembly, "hal@work.example")
    open_link(client, *links(sent_mail(), "gil@work.example"), **NEW)
    again = open_link(client.__class__(), *links(sent_mail(), "gil@work.example"))
    assert again.status_code == 410
    with scoped(ALL):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_link(client.__class__(), *links(sent_mail(), "hal@work.example")).status_code == 410
    assert delete_expired_invitations() == 2


def test_database_stores_only_the_hash_of_an_invitation_link(assembly, sent_mail):
    offer(assembly, "gil@work.example")
    token = links(sent_mail(), "gil@work.example")[0].rstrip("/").split("/")[-1]
    assert len(token) >= 43  # 32 random bytes
    with scoped(ALL):
        assert token not in repr(Invitation.objects.values().get())


def test_person_changes_own_name(desk, assembly):
    client = desk(assembly.ben)
    assert client.post(reverse("accounts_name"), {"name": "Benedict"}).status_code == 302
    assembly.ben.refresh_from_db()
    assert assembly.ben.name == "Benedict"
    assert Verb.NAME_CHANGED in log_of(assembly.office)


# An office learns nothing before the person accepts
def test_invitation_grants_nothing_and_shows_only_the_address(desk, assembly, offered, case):
    assert not sees(assembly.cat, case)
    page = desk(assembly.dev).get(TEAM)
    assert assembly.cat.email in page.text
    assert assembly.cat not in [each.user for each in page.context["memberships"]]
    assert ">Cat<" not in page.text


def test_acts_of_an_invited_person_are_not_in_the_inviting_offices_log(desk, assembly, offered):
    desk(assembly.cat).get("/office/cases/LA-2222-2222/")
    assert Verb.REFUSED not in log_of(assembly.office)
    assert Verb.REFUSED in log_of(assembly.rival)


def test_accepting_grants_access_at_once(desk, assembly, offered, case, sent_mail):
    client = desk(assembly.cat)
    assert "Labour East" in client.get(MINE).text
    assert "You accepted the invitation of Labour East" in answer(client, offered, "accept").text
    assert sees(assembly.cat, case)
    assert Verb.MEMBERSHIP_ACCEPTED in log_of(assembly.office)
    assert sent_mail()[-1]["To"] == assembly.dev.email


def test_declined_invitation_cannot_be_accepted(desk, assembly, offered, case, sent_mail):
    answer(desk(assembly.cat), offered, "decline")
    answer(desk(assembly.cat), offered, "accept")
    assert not sees(assembly.cat, case)
    assert Verb.MEMBERSHIP_DECLINED in log_of(assembly.office)
    assert "declined" in text_of(sent_mail()[-1])


def test_invitation_is_declined_by_link_without_an_account(client, assembly, sent_mail):
    offer(assembly, "gil@work.example")
    [link] = links(sent_mail(), "gil@work.example")
    assert "You declined the invitation" in open_link(client, link, answer="decline").text
    assert open_link(client, link).status_code == 410
    assert not User.objects.filter(email="gil@work.example").exists()


@pytest.mark.parametrize("who", ["eve", "dev"])
def test_invitation_cannot_be_accepted_by_another_person(desk, assembly, offered, who):
    person = getattr(assembly, who)
    assert "no longer open" in answer(desk(person), offered, "accept").text
    assert not accept(invitation=offered, by=person)
    assert open_invitations([assembly.office.pk]) == [offered]


def test_invitation_link_does_not_sign_in_an_existing_account(client, assembly, offered, sent_mail):
    [link] = links(sent_mail(), assembly.cat.email)
    page = open_link(client, link, **NEW)
    assert "Sign in to accept" in page.text
    assert client.get("/office/").url.startswith(reverse("account_login"))
    assert open_invitations([assembly.office.pk]) == [offered]


def test_invitation_link_redirects_signed_in_staff_to_their_invitations(desk, assembly, offered, sent_mail):
    [link] = links(sent_mail(), assembly.cat.email)
    assert open_link(desk(assembly.cat), link).url == MINE


def test_person_with_an_open_invitation_is_not_invited_again(desk, assembly, offered):
    again = desk(assembly.dev).post(INVITE, invitation(assembly.office, email=assembly.cat.email))
    assert again.status_code == 422
    recover = desk(assembly.dev).post(reverse("backoffice:membership_recover", args=[offered.uuid]))
    assert recover.status_code == 404


def test_accepting_needs_a_recent_second_factor_and_declining_does_not(desk, assembly, offered, case):
    for words, asked in (("accept", True), ("decline", False)):
        client = desk(assembly.cat)
        session = client.session
        name = "account_authentication_methods"
        session[name] = [record | {"at": 0} for record in session[name]]
        session.save()
        response = client.post(MINE, {"invitation": str(offered.uuid), "answer": words})
        assert ("reauthenticate" in response.headers["Location"]) == asked
        assert not sees(assembly.cat, case)
