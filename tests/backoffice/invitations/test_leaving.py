"""Leaving an office, and what becomes of the account."""

from django.urls import reverse

from accounts.models import User
from casework.offices.services import end_membership
from casework.wall.scope import ALL, scoped
from tests.backoffice.invitations.links import NEW, links, offer, open_link, sees, text_of
from tests.codes import code_of


# End of a membership
def ended(assembly, person):
    with scoped(ALL):
        end_membership(membership=person.memberships.get(), by=assembly.dev)
    person.refresh_from_db()


def test_ended_membership_is_refused_at_the_next_request(desk, assembly, case):
    client = desk(assembly.ben)
    ended(assembly, assembly.ben)
    assert client.get("/office/cases/").url.startswith(reverse("account_login"))


def test_address_of_former_staff_can_become_a_resident_account(client, assembly, sent_mail):
    ended(assembly, assembly.ben)
    [told] = [text_of(mail) for mail in sent_mail() if mail["To"] == "ben@staff.example"]
    assert "Your work for Labour East has ended" in told
    assert "your email address is free" in told
    client.post(reverse("account_request_login_code"), {"email": "ben@staff.example"})
    code = code_of(text_of(sent_mail()[-1]))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    resident = User.objects.get(email="ben@staff.example")
    assert (resident.kind, resident.pk) == ("constituent", resident.pk)
    assert resident.pk != assembly.ben.pk


def test_rejoining_after_the_last_office_starts_a_new_account(desk, client, assembly, case, sent_mail):
    desk(assembly.ben)
    assembly.ben.unsent_texts.create(path="/office/", sealed="what Ben typed")
    ended(assembly, assembly.ben)
    assert not assembly.ben.authenticator_set.exists()
    assert not assembly.ben.unsent_texts.exists()
    assert not assembly.ben.has_usable_password()
    assert assembly.ben.name == "Ben"  # the log shows the name
    offer(assembly, "ben@staff.example", office=assembly.rival, by=assembly.cat)
    open_link(client, *links(sent_mail(), "ben@staff.example"), **NEW)
    anew = User.objects.get(email="ben@staff.example")
    assert anew.pk != assembly.ben.pk
    assert not sees(anew, case)
    assert not anew.authenticator_set.exists()


def test_account_with_another_membership_is_kept(desk, assembly, ben_in_two, sent_mail):
    with scoped(ALL):
        end_membership(membership=ben_in_two.memberships.get(office=assembly.office), by=assembly.dev)
    ben_in_two.refresh_from_db()
    assert ben_in_two.closed_at is None
    [told] = [text_of(mail) for mail in sent_mail() if "has ended" in (mail["Subject"] or "")]
    assert "nothing else changes" in told
