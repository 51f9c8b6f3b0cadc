"""Invitations of several offices to one address, and people who work in two."""

from django.urls import reverse

from accounts.models import User
from accounts.services import send_recovery_link
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.access.invitations import (
    awaiting,
    open_invitations,
)
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests.backoffice.invitations.links import NEW, links, log_of, offer, open_link


# Two offices may invite one address
def test_two_offices_invite_one_address_independently(desk, client, assembly, case, sent_mail):
    offer(assembly, "gil@work.example")
    offer(assembly, "gil@work.example", office=assembly.rival, by=assembly.cat, role="read-only")
    ours, theirs = links(sent_mail(), "gil@work.example")
    assert [each.office for each in open_invitations([assembly.office.pk])] == [assembly.office]
    page = open_link(client, ours)
    assert "Labour East" in page.text
    assert "Conservative" not in page.text
    open_link(client, ours, **NEW)
    gil = User.objects.get(email="gil@work.example")
    assert [each.office for each in Membership.objects.active().filter(user=gil)] == [assembly.office]
    assert "Sign in to accept" in open_link(client.__class__(), theirs).text
    assert [each.office for each in awaiting(gil)] == [assembly.rival]


def test_office_cannot_withdraw_another_offices_invitation(desk, assembly):
    theirs = offer(assembly, "gil@work.example", office=assembly.rival, by=assembly.cat)
    assert (
        desk(assembly.dev).post(reverse("backoffice:membership_end", args=[theirs.uuid])).status_code == 404
    )
    assert open_invitations([assembly.rival.pk]) == [theirs]


def test_manager_cannot_reset_sign_in_of_a_member_of_two_offices(desk, assembly, ben_in_two, sent_mail):
    with scoped(ALL):
        here = ben_in_two.memberships.get(office=assembly.office)
    sent = len(sent_mail())
    address = reverse("backoffice:membership_recover", args=[here.uuid])
    for reply in (
        desk(assembly.dev).get(address, follow=True),
        desk(assembly.dev).post(address, follow=True),
    ):
        assert "Ask the managers of the other office first" in reply.text
    assert len(sent_mail()) == sent


def test_recovery_link_is_logged_in_every_office_of_the_person(assembly, ben_in_two):
    send_recovery_link(user=ben_in_two, by=assembly.dev)
    for office in (assembly.office, assembly.sister):
        assert Verb.RECOVERY_SENT in log_of(office)


def test_refusal_of_a_member_of_two_offices_is_logged_without_the_reference(desk, assembly, ben_in_two):
    desk(ben_in_two).get("/office/cases/LA-2222-2222/")
    with scoped(ALL):
        refused = Entry.objects.filter(verb=Verb.REFUSED)
        assert {(entry.office_id, entry.subject) for entry in refused} == {
            (assembly.office.pk, ""),
            (assembly.sister.pk, ""),
        }
