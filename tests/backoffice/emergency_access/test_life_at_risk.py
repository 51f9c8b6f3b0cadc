"""Emergency access without approval, because a life is at risk."""

import pytest
from django.urls import reverse

from casework.offices.access import emergency_access
from casework.offices.models import Membership
from tests import factories
from tests.backoffice.emergency_access.pages import ASK, WATCH, request_data, sees, text_of


def test_life_at_risk_grants_access_at_once_and_tells_the_office(desk, boss, assembly, case, sent_mail):
    response = desk(boss).post(ASK, request_data(assembly.office, life_at_risk="on", hours="24"))
    assert response.headers["Location"] == reverse("backoffice:case_list")
    assert sees(boss, case)
    mails = sent_mail()
    assert [mail["To"] for mail in mails] == [assembly.dev.email, WATCH]
    assert all("life or safety is at risk" in text_of(mail) for mail in mails)


def test_life_at_risk_without_a_manager_is_mailed_to_staff_and_administrators(ask, assembly, boss, sent_mail):
    other = factories.staff("Chief", is_administrator=True)
    ask(office=assembly.sister, life_at_risk=True)
    assert {mail["To"] for mail in sent_mail()} == {assembly.eve.email, other.email, WATCH}


def test_life_at_risk_is_mailed_to_manager_member_and_second_administrator(ask, assembly, chief, sent_mail):
    member = factories.staff("Mo", office=assembly.office, role=Membership.Role.MEMBER)
    ask(life_at_risk=True)
    told = [mail["To"] for mail in sent_mail()]
    assert sorted(told) == sorted([assembly.dev.email, member.email, chief.email, WATCH])


def test_life_at_risk_is_refused_without_a_watcher_outside_the_office(desk, boss, assembly, case, settings):
    settings.EMERGENCY_ADDRESS = ""
    response = desk(boss).post(ASK, request_data(assembly.office, life_at_risk="on"))
    assert response.status_code == 422
    assert "Invite another administrator first" in response.text
    assert not sees(boss, case)


def test_life_at_risk_is_limited_per_day(desk, ask, boss, assembly, advance):
    for _each in range(emergency_access.MOST_A_DAY):
        emergency_access.end_access(access=ask(life_at_risk=True), by=boss)
    response = desk(boss).post(ASK, request_data(assembly.office, life_at_risk="on"))
    assert response.status_code == 422
    assert "as often as a day allows" in response.text
    with pytest.raises(emergency_access.TooOften):
        ask(life_at_risk=True)
    advance(hours=24)
    assert ask(life_at_risk=True).membership
