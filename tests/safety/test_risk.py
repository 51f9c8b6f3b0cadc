"""Risk alerts: sent to the duty person at once and escalated until somebody opens the case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from casework.audit.models import Entry
from casework.cases.models import RiskFlag
from casework.cases.services.safety.risk import AlreadySettled, note_seen, raise_risk, settle_risk
from casework.cases.tasks import risk
from casework.cases.tasks.risk import tell_of_risks
from casework.offices.duty.rota import add_away
from casework.offices.models import Membership
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories

DEV, BEN, IVY = "dev@staff.example", "ben@staff.example", "ivy@staff.example"


@pytest.fixture
def ivy(office):
    return factories.staff("Ivy", office=office)


@pytest.fixture
def rota(office, ben, ivy, dev):
    """Put Ben on duty with Ivy as cover, escalating after 15 minutes."""
    return factories.on_duty(office=office, person=ben, cover=ivy, by=dev)


@pytest.fixture
def flag(case):
    with scoped(ALL):
        return raise_risk(case=case, kind="eviction", by=None)


def recipients():
    """Run the worker once and return all recipients so far, oldest first."""
    tell_of_risks()
    with scoped(ALL):
        mails = OutboxMessage.objects.filter(purpose="case.look-now").order_by("pk")
        return [address for mail in mails for address in mail.recipients]


def pass_time(minutes=15):
    """Move all alerts back by `minutes`, as if that time had passed."""
    with scoped(ALL):
        for flag in RiskFlag.objects.exclude(alert_at=None):
            RiskFlag.objects.filter(pk=flag.pk).update(alert_at=flag.alert_at - timedelta(minutes=minutes))


def verbs():
    with scoped(ALL):
        return list(
            Entry.objects.filter(verb__startswith="risk.").order_by("pk").values_list("verb", flat=True)
        )


def test_duty_person_is_alerted_at_once_and_once(rota, flag):
    assert recipients() == [BEN]
    assert recipients() == [BEN]


def test_unseen_risk_escalates_to_the_cover_and_then_the_managers(rota, flag):
    recipients()
    pass_time(14)
    assert recipients() == [BEN]
    pass_time(1)
    assert recipients() == [BEN, IVY]
    pass_time()
    assert recipients() == [BEN, IVY, DEV]
    pass_time(24 * 60)
    assert recipients() == [BEN, IVY, DEV]
    assert verbs() == ["risk.raised", "risk.told", "risk.escalated", "risk.escalated"]


def test_seen_risk_is_not_escalated(rota, flag, case, ivy):
    recipients()
    with scoped(ALL):
        note_seen(case=case, by=ivy)
    pass_time()
    assert recipients() == [BEN]
    assert verbs() == ["risk.raised", "risk.told", "risk.seen"]


def test_read_only_staff_and_the_flagger_do_not_count_as_having_seen(rota, case, assembly, ivy):
    with scoped(ALL):
        raise_risk(case=case, kind="threat", reason="They said so on the phone.", by=ivy)
    for reader in (assembly.fay, ivy):
        with scoped(ALL):
            note_seen(case=case, by=reader)
    recipients()
    pass_time()
    assert recipients() == [BEN, IVY]


def left(user, office):
    Membership.objects.filter(user=user, office=office).update(ended_at=timezone.now())


def suspended(user, office):
    User.objects.filter(pk=user.pk).update(is_active=False)


def away(user, office):
    today = timezone.localdate()
    with scoped(ALL):
        add_away(office=office, person=user, starts_on=today, ends_on=today + timedelta(days=1), by=user)


def only_reads(user, office):
    Membership.objects.filter(user=user, office=office).update(role="read-only")


@pytest.mark.parametrize("gone", [left, suspended, away, only_reads])
def test_absent_duty_person_is_skipped(rota, flag, ben, ivy, dev, office, gone):
    gone(ben, office)
    assert recipients() == [IVY]
    pass_time()
    assert recipients() == [IVY, DEV]


@pytest.mark.parametrize("gone", [left, suspended, away])
def test_absent_duty_person_and_cover_alert_the_managers_at_once(rota, flag, ben, ivy, office, gone):
    gone(ben, office)
    gone(ivy, office)
    assert recipients() == [DEV]


def test_office_without_a_rota_alerts_its_managers(flag):
    assert recipients() == [DEV]


def test_office_without_a_manager_alerts_all_caseworkers(flag, dev, office):
    left(dev, office)
    assert recipients() == [BEN]


def test_risk_alert_contains_no_case_data(rota, flag, case, sent_mail):
    recipients()
    [mail] = sent_mail()
    whole = mail.as_string()
    for word in (case.reference, case.subject, "viction", case.constituent.name, "labour"):
        assert word not in whole.partition("To:")[2].partition("\n")[2].replace("labour-east", "")
    assert mail["Subject"] == "Please look at Casework now"


def test_crashed_worker_neither_loses_nor_repeats_an_alert(rota, flag, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(risk, "record", lambda *args, **facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell_of_risks()
    assert recipients() == []  # the lease is still held
    with scoped(ALL):
        RiskFlag.objects.update(lease_until=timezone.now())
    assert recipients() == [BEN]


def test_flag_is_leased_by_one_worker(rota, flag, monkeypatch):
    with scoped(ALL):
        assert risk._lease(flag.pk)
        assert not risk._lease(flag.pk)


def test_risk_is_settled_once_with_a_reason(flag, ben, ivy):
    with scoped(ALL):
        settled = settle_risk(flag=flag, how="The council houses them.", by=ben)
        with pytest.raises(AlreadySettled):
            settle_risk(flag=flag, how="So do we.", by=ivy)
    assert (settled.settled_by, settled.seen_by) == (ben, ben)
    assert recipients() == []


def test_risk_raised_twice_is_one_flag_until_settled(flag, case, ben):
    with scoped(ALL):
        assert raise_risk(case=case, kind="eviction", reason="Again.", by=ben) == flag
        settle_risk(flag=flag, how="Done.", by=ben)
        assert raise_risk(case=case, kind="eviction", reason="Again.", by=ben) != flag
