"""Withdrawing an invitation."""

from django.urls import reverse

from accounts.models import User
from casework.audit.verbs import Verb
from casework.offices.access.invitations import (
    accept,
    take_back,
)
from tests.backoffice.invitations.links import NEW, answer, links, log_of, offer, sees, text_of


# Withdrawing
def test_withdrawn_invitation_link_stops_working_at_once(desk, client, assembly, sent_mail):
    row = offer(assembly, "gil@work.example")
    [link] = links(sent_mail(), "gil@work.example")
    client.get(link)
    address = reverse("backoffice:membership_end", args=[row.uuid])
    assert "stops working at once" in desk(assembly.dev).get(address).text
    desk(assembly.dev).post(address)
    assert client.post("/accounts/invitation/", NEW).status_code == 410
    assert not User.objects.filter(email="gil@work.example").exists()
    assert Verb.INVITATION_TAKEN_BACK in log_of(assembly.office)
    assert "took back the invitation of gil@work.example" in text_of(sent_mail()[-1])


def test_withdrawn_invitation_cannot_be_accepted(desk, assembly, offered, case):
    take_back(invitation=offered, by=assembly.dev)
    assert not accept(invitation=offered, by=assembly.cat)
    assert "no longer open" in answer(desk(assembly.cat), offered, "accept").text
    assert not sees(assembly.cat, case)
