"""Managers change what a colleague may do. Nobody changes their own role, and the office keeps a manager."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.permissions import can_work
from casework.offices.models import Membership
from casework.offices.services import LastManager, OwnRole, change_role
from casework.scope import ALL, scoped


def held(user):
    return Membership.objects.active().get(user=user)


def address(user):
    return reverse("backoffice:membership_role", args=[held(user).uuid])


def test_a_manager_gives_somebody_another_role(desk, dev, ben, case, sent_mail):
    client = desk(dev)
    assert "What may <bdi>Ben</bdi> do" in client.get(address(ben)).text
    client.post(address(ben), {"role": "read-only"})
    assert held(ben).role == "read-only"
    assert not can_work(ben, case)
    assert {mail["To"] for mail in sent_mail()} == {dev.email, ben.email}


def test_the_old_role_stays_known(dev, ben, office):
    before = held(ben)
    change_role(membership=before, role="manager", by=dev)
    before.refresh_from_db()
    assert before.ended_at == held(ben).started_at
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.ROLE_CHANGED)
    assert entry.detail == {"before": "caseworker", "role": "manager"}


def test_the_same_role_again_changes_nothing(desk, dev, ben, sent_mail):
    desk(dev).post(address(ben), {"role": "caseworker"})
    assert ben.memberships.count() == 1
    assert sent_mail() == []


def test_nobody_changes_their_own(desk, dev):
    client = desk(dev)
    assert address(dev) not in client.get("/office/team/").text
    assert client.post(address(dev), {"role": "caseworker"}).status_code == 403
    with pytest.raises(OwnRole):
        change_role(membership=held(dev), role="member", by=dev)


def test_an_office_keeps_a_manager(dev, ben):
    with pytest.raises(LastManager):
        change_role(membership=held(dev), role="member", by=ben)
    assert held(dev).role == "manager"


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("cat", 404), ("eve", 404)])
def test_only_managers_of_the_office_do(desk, assembly, who, status):
    assert desk(getattr(assembly, who)).post(address(assembly.fay), {"role": "manager"}).status_code == status
    assert held(assembly.fay).role == "read-only"


def test_a_role_that_is_none_is_refused(desk, dev, ben):
    assert desk(dev).post(address(ben), {"role": "king"}).status_code == 422


def test_it_asks_who_is_there_again(desk, dev, ben):
    client = desk(dev)
    session = client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()
    assert "reauthenticate" in client.post(address(ben), {"role": "manager"}).headers["Location"]
    assert held(ben).role == "caseworker"


def test_a_hidden_office_that_is_not_ones_own_is_refused_and_written_down(desk, dev, assembly):
    person = {"email": "gil@work.example", "name": "Gil", "office": assembly.rival.slug, "role": "manager"}
    assert desk(dev).post("/office/team/invite/", person).status_code == 422
    with scoped(ALL):
        entry = Entry.objects.get(verb=Verb.REFUSED)
    assert (entry.actor_id, entry.office_id) == (dev.pk, assembly.office.pk)
