"""Answering a request for emergency access: who may approve or decline it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.offices.access import emergency_access
from casework.offices.access.locks import lock_account
from casework.offices.models import EmergencyAccess
from casework.offices.services import LastManager
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.emergency_access.pages import ASK, WHY, access_url, of_other, sees


def test_manager_declines_with_a_reason(desk, boss, ask, dev, case, sent_mail):
    access, client = ask(), desk(dev)
    short = client.post(access_url(access), {"act": "decline", "because": "No."})
    assert short.status_code == 422
    client.post(access_url(access), {"act": "decline", "because": "We opened it ourselves just now."})
    assert "Nothing has changed" in client.post(access_url(access), {"act": "approve"}, follow=True).text
    assert not sees(boss, case)
    assert "We opened it ourselves" in desk(boss).get(ASK).text
    assert sent_mail()[-1]["To"] == boss.email


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("fay", 403), ("cat", 404), ("boss", 404)])
@pytest.mark.parametrize("act", ["approve", "decline", "end", "read"])
def test_only_managers_of_the_office_can_answer(desk, assembly, boss, ask, who, status, act):
    person = boss if who == "boss" else getattr(assembly, who)
    access = ask()
    assert desk(person).get(access_url(access)).status_code == status
    assert desk(person).post(access_url(access), {"act": act, "because": WHY}).status_code == status
    with pytest.raises(emergency_access.OnlyManagers):
        emergency_access.approve(access=access, by=person)


def test_administrator_with_access_cannot_answer_for_the_office(desk, boss, open_now):
    client = desk(boss)
    assert (
        client.get(access_url(open_now)).status_code == client.post(access_url(open_now)).status_code == 403
    )


def test_database_refuses_approval_by_the_requester(ask, boss):
    access = ask()
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(answered_by=boss, answered_at=timezone.now())


def test_database_refuses_a_membership_without_approval(ask, dev, office):
    access = ask()
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(membership=dev.memberships.get())


def test_second_administrator_approves_for_an_office_without_a_manager(
    desk, ask, assembly, chief, boss, sent_mail
):
    case = factories.case(office=assembly.sister)
    access = ask(office=assembly.sister)
    assert {mail["To"] for mail in sent_mail()} == {chief.email}
    assert "which has no manager" in desk(chief).get("/office/administration/").text
    assert not sees(boss, case)
    page = desk(chief).post(of_other(access), {"act": "approve"}, follow=True)
    assert "Approved. Boss reads the cases" in page.text
    assert sees(boss, case)
    assert not sees(chief, case)


def test_second_administrator_declines_or_ends_for_an_office_without_a_manager(
    desk, ask, assembly, chief, boss
):
    access = ask(office=assembly.sister)
    desk(chief).post(of_other(access), {"act": "decline", "because": WHY})
    access = ask(office=assembly.sister, life_at_risk=True)
    desk(chief).post(of_other(access), {"act": "end"})
    assert emergency_access.current_of(boss) is None


def test_requester_cannot_answer_own_request(desk, ask, assembly, chief, boss):
    access = ask(office=assembly.sister)
    assert desk(boss).get(of_other(access)).status_code == 404
    assert desk(boss).post(of_other(access), {"act": "approve"}).status_code == 404
    with pytest.raises(emergency_access.OnlyManagers):
        emergency_access.approve(access=access, by=boss)


def test_second_administrator_cannot_approve_for_an_office_with_a_manager(desk, ask, chief, boss, case):
    access = ask()
    assert "Approve it?" not in desk(chief).get(of_other(access)).text
    assert desk(chief).post(of_other(access), {"act": "approve"}).status_code == 403
    with pytest.raises(emergency_access.OnlyManagers):
        emergency_access.approve(access=access, by=chief)
    assert not sees(boss, case)


def test_administrator_cannot_lock_the_last_manager(ask, boss, dev):
    with pytest.raises(LastManager):
        lock_account(user=dev, reason=WHY, by=boss)


def test_disabled_administrator_gets_no_access_on_approval(ask, boss, dev, case):
    access = ask()
    type(boss).objects.filter(pk=boss.pk).update(is_active=False)
    assert not emergency_access.approve(access=access, by=dev)
    assert not sees(boss, case)
