"""Role changes by managers: not of their own role, and never of the last manager."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.permissions import can_work
from casework.offices.access.invitations import awaiting
from casework.offices.models import Membership
from casework.offices.services import LastManager, MoreRights, OwnRole, change_role
from casework.wall.scope import ALL, scoped


def held(user):
    return Membership.objects.active().get(user=user)


def address(user):
    return reverse("backoffice:membership_role", args=[held(user).uuid])


def test_manager_changes_a_colleagues_role(desk, dev, ben, case, sent_mail):
    client = desk(dev)
    assert "What may <bdi>Ben</bdi> do" in client.get(address(ben)).text
    client.post(address(ben), {"role": "read-only"})
    assert held(ben).role == "read-only"
    assert not can_work(ben, case)
    assert {mail["To"] for mail in sent_mail()} == {dev.email, ben.email}


def test_role_change_keeps_the_old_membership(dev, ben, office):
    before = held(ben)
    change_role(membership=before, role="read-only", by=dev)
    before.refresh_from_db()
    assert before.ended_at == held(ben).started_at
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.ROLE_CHANGED)
    assert entry.detail == {"before": "caseworker", "role": "read-only"}


@pytest.mark.parametrize(("who", "role"), [("ben", "manager"), ("fay", "caseworker")])
def test_role_with_more_rights_counts_once_the_person_accepts(desk, dev, assembly, who, role, sent_mail):
    person = getattr(assembly, who)
    before = held(person)
    assert "is asked to accept" in desk(dev).post(address(person), {"role": role}, follow=True).text
    assert held(person) == before
    assert {mail["To"] for mail in sent_mail()} == {person.email, dev.email}

    [offer] = awaiting(person)
    answer = {"invitation": offer.uuid, "answer": "accept"}
    desk(person).post(reverse("backoffice:invitations"), answer)
    before.refresh_from_db()
    assert held(person).role == role
    assert before.ended_at == held(person).started_at
    assert "accepted and is from now on" in sent_mail()[-1].get_body(("plain",)).get_content()


def test_promotion_can_be_declined_and_taken_back(desk, dev, ben):
    desk(dev).post(address(ben), {"role": "manager"})
    [offer] = awaiting(ben)
    desk(ben).post(reverse("backoffice:invitations"), {"invitation": offer.uuid, "answer": "decline"})
    desk(dev).post(address(ben), {"role": "manager"})
    [offer] = awaiting(ben)
    desk(dev).post(reverse("backoffice:membership_end", args=[offer.uuid]))
    assert (held(ben).role, awaiting(ben)) == ("caseworker", [])


def test_promotion_is_offered_once_at_a_time(desk, dev, ben):
    desk(dev).post(address(ben), {"role": "manager"})
    again = desk(dev).post(address(ben), {"role": "manager"})
    assert again.status_code == 422
    assert "Wait for their answer first" in again.text


def test_service_refuses_to_give_more_rights_at_once(dev, ben):
    with pytest.raises(MoreRights):
        change_role(membership=held(ben), role="manager", by=dev)


def test_setting_the_same_role_changes_nothing(desk, dev, ben, sent_mail):
    desk(dev).post(address(ben), {"role": "caseworker"})
    assert ben.memberships.count() == 1
    assert sent_mail() == []


def test_manager_cannot_change_own_role(desk, dev):
    client = desk(dev)
    assert address(dev) not in client.get("/office/team/").text
    assert client.post(address(dev), {"role": "caseworker"}).status_code == 403
    with pytest.raises(OwnRole):
        change_role(membership=held(dev), role="member", by=dev)


def test_last_manager_cannot_be_given_another_role(dev, ben):
    with pytest.raises(LastManager):
        change_role(membership=held(dev), role="member", by=ben)
    assert held(dev).role == "manager"


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("cat", 404), ("eve", 404)])
def test_role_change_is_refused_to_everyone_but_managers_of_the_office(desk, assembly, who, status):
    assert desk(getattr(assembly, who)).post(address(assembly.fay), {"role": "manager"}).status_code == status
    assert held(assembly.fay).role == "read-only"


def test_unknown_role_is_refused(desk, dev, ben):
    assert desk(dev).post(address(ben), {"role": "king"}).status_code == 422


def test_role_change_needs_a_recent_second_factor(desk, dev, ben):
    client = desk(dev)
    session = client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()
    assert "reauthenticate" in client.post(address(ben), {"role": "manager"}).headers["Location"]
    assert held(ben).role == "caseworker"


def test_invitation_for_a_tampered_office_is_refused_and_logged(desk, dev, assembly):
    person = {"email": "gil@work.example", "name": "Gil", "office": assembly.rival.slug, "role": "manager"}
    assert desk(dev).post("/office/team/invite/", person).status_code == 422
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.REFUSED)
    assert (entry.actor_id, entry.office_id) == (dev.pk, assembly.office.pk)
