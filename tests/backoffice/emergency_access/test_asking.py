"""Asking for emergency access: who may, with which reason, and what it grants before an answer."""

import pytest

from casework.audit.verbs import Verb
from casework.cases.scope import scope_of
from casework.offices.access import emergency_access, emergency_report
from casework.offices.models import Membership
from casework.wall.scope import NOTHING
from tests import factories
from tests.backoffice.emergency_access.pages import (
    ASK,
    END_MINE,
    WHY,
    access_url,
    log_of,
    make_stale,
    request_data,
    sees,
    text_of,
)


def test_request_grants_nothing_and_mails_every_manager(desk, boss, assembly, case, sent_mail):
    other = factories.staff("Hal", office=assembly.office, role=Membership.Role.MANAGER)
    page = desk(boss).post(ASK, request_data(assembly.office, reference=case.reference), follow=True)
    assert "The managers of Labour East are asked" in page.text
    assert not sees(boss, case)
    assert scope_of(boss) == NOTHING
    assert {mail["To"] for mail in sent_mail()} == {assembly.dev.email, other.email}


def test_mails_contain_neither_reference_nor_reason(ask, dev, case, sent_mail, advance, db):
    access = ask(reference=case.reference)
    emergency_access.approve(access=access, by=dev)
    emergency_report.note_page(membership=access.membership, route="x", reference=case.reference)
    advance(hours=1, minutes=1)
    emergency_report.report_what_was_seen()
    mails = sent_mail()
    assert len(mails) == 4
    for mail in mails:
        assert case.reference not in mail.as_string()
        assert WHY not in text_of(mail)
        assert "/office/" in text_of(mail)


def test_unanswered_request_lapses_after_a_day(ask, dev, boss, case, advance):
    access = ask()
    advance(hours=24)
    assert not emergency_access.approve(access=access, by=dev)
    assert not sees(boss, case)
    assert ask().pk != access.pk


def test_withdrawn_request_cannot_be_approved(desk, boss, ask, dev):
    access = ask()
    desk(boss).post(END_MINE)
    assert not emergency_access.approve(access=access, by=dev)


def test_office_log_contains_the_reason(ask, dev, office):
    emergency_access.approve(access=ask(), by=dev)
    for verb in (Verb.EMERGENCY_ASKED, Verb.EMERGENCY_OPENED):
        assert [entry.reason for entry in log_of(office, verb)] == [WHY]


@pytest.mark.parametrize("who", ["ben", "dev", "fay", "cat", "ada", "editor"])
def test_only_administrators_can_request_access(desk, assembly, who, office):
    person = factories.staff("Ed") if who == "editor" else getattr(assembly, who)
    for address in (ASK, END_MINE):
        assert desk(person).get(address).status_code == 404
        assert desk(person).post(address, request_data(office, life_at_risk="on")).status_code == 404
    with pytest.raises(emergency_access.OnlyAdministrators):
        emergency_access.ask_for_access(office=office, reason=WHY, hours=1, by=person, life_at_risk=True)


def test_administrator_has_one_emergency_access_at_a_time(desk, boss, open_now, assembly):
    response = desk(boss).post(ASK, request_data(assembly.rival, life_at_risk="on"))
    assert response.status_code == 422
    assert "one emergency access at a time" in response.text


def test_request_without_anyone_to_approve_it_is_refused(desk, boss, assembly):
    response = desk(boss).post(ASK, request_data(assembly.sister))
    assert response.status_code == 422
    assert "It has none who could approve" in response.text


@pytest.mark.parametrize(
    "wrong", [{"reason": "To help."}, {"reason": ""}, {"hours": "25"}, {"hours": "0"}, {"reference": "12"}]
)
def test_request_with_short_reason_or_invalid_duration_is_refused(desk, boss, office, wrong):
    assert desk(boss).post(ASK, request_data(office, life_at_risk="on", **wrong)).status_code == 422
    assert not Membership.objects.filter(user=boss).exists()


def test_requesting_and_approving_need_a_recent_second_factor(desk, boss, dev, ask, office, case):
    client = desk(boss)
    make_stale(client)
    response = client.post(ASK, request_data(office, life_at_risk="on"))
    assert "reauthenticate" in response.headers["Location"]
    access, manager = ask(), desk(dev)
    make_stale(manager)
    assert "reauthenticate" in manager.post(access_url(access), {"act": "approve"}).headers["Location"]
    assert not sees(boss, case)
