"""Invitations reveal to no office who owns an address, and are limited per day."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from casework.audit.models import Entry
from casework.offices.access.invitations import (
    MOST_A_DAY,
    MOST_A_DAY_FOR_ONE,
    TooManyInvitations,
    open_invitations,
    take_back,
)
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.invitations.links import MINE, offer, text_of
from tests.backoffice.test_team import INVITE, TEAM, invitation


@pytest.mark.parametrize("typed", ["zed@b\u00fccher.example", "zed@xn--bcher-kva.example"])
@pytest.mark.parametrize("known", [True, False], ids=["constituent", "unknown"])
def test_international_address_is_shown_the_same_for_known_and_unknown_people(desk, assembly, known, typed):
    if known:
        User.objects.create_user("zed@xn--bcher-kva.example", kind=User.Kind.CONSTITUENT)
    client = desk(assembly.dev)
    client.post(INVITE, invitation(assembly.office, email=typed))
    assert "zed@xn--bcher-kva.example" in client.get("/office/team/").text
    again = client.post(INVITE, invitation(assembly.office, email="zed@b\u00fccher.example"))
    assert again.status_code == 422


def test_staff_without_an_office_are_redirected_to_their_invitations(desk, assembly):
    gil = factories.staff("Gil")
    offer(assembly, gil.email)
    page = desk(gil).get("/office/", follow=True)
    assert page.redirect_chain[-1][0] == MINE
    assert "Labour East" in page.text


def test_pages_mails_and_log_do_not_reveal_who_owns_an_invited_address(desk, assembly, sent_mail):
    """Compare a constituent, staff of another office, an administrator and an unknown address."""
    client, seen = desk(assembly.dev), []
    people = (assembly.ada, assembly.eve, factories.staff("Ruth", is_administrator=True))
    for email in [*(person.email for person in people), "gil@work.example"]:
        answers = [client.post(INVITE, invitation(assembly.office, email=email), follow=True)]
        [row] = open_invitations([assembly.office.pk])
        address = reverse("backoffice:membership_end", args=[row.uuid])
        answers += [
            client.get(TEAM),
            client.get(address),
            client.post(address, follow=True),
            client.get(address),
        ]
        assert answers[-1].status_code == 404
        texts = [re.sub(r'value="\w{64}"', "", each.text) for each in answers]
        texts += [text_of(mail) for mail in sent_mail() if mail["To"] == assembly.dev.email][-2:]
        with scoped(ALL):
            entries = Entry.objects.filter(office_id=assembly.office.pk, subject=str(row.uuid))
            log = [(entry.verb, entry.actor_id, entry.detail) for entry in entries]
        seen.append([text.replace(email, "ADDRESS").replace(str(row.uuid), "UUID") for text in texts] + log)
        assert len(log) == 2
    assert all(each == seen[0] for each in seen)


def test_invitation_mail_is_the_same_for_every_kind_of_address(assembly, sent_mail):
    texts = []
    for email in (assembly.ada.email, assembly.cat.email, "gil@work.example"):
        offer(assembly, email)
        [text] = [text_of(mail) for mail in sent_mail() if mail["To"] == email]
        texts.append(re.sub(r"/invitation/\S+", "/LINK/", text.replace(email, "ADDRESS")))
    assert texts[0] == texts[1] == texts[2]


# Limits on invitations
def test_invitations_to_one_address_are_limited_per_day(desk, assembly):
    for _each in range(MOST_A_DAY_FOR_ONE):
        take_back(invitation=offer(assembly, "gil@work.example"), by=assembly.dev)
    with pytest.raises(TooManyInvitations):
        offer(assembly, "gil@work.example")
    page = desk(assembly.dev).post(INVITE, invitation(assembly.office))
    assert page.status_code == 422
    assert "Try again tomorrow" in page.text
    assert offer(assembly, "gil@work.example", office=assembly.rival, by=assembly.cat)


def test_invitations_of_one_office_are_limited_per_day(assembly):
    for number in range(MOST_A_DAY):
        offer(assembly, f"{number}@work.example")
    with pytest.raises(TooManyInvitations):
        offer(assembly, "gil@work.example")
