"""A risk is told at once to whoever is on duty, and to the next until somebody has looked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from casework.audit.models import Entry
from casework.cases import risk_alerts
from casework.cases.models import RiskFlag
from casework.cases.risk_alerts import tell_of_risks
from casework.cases.risk_flags import AlreadySettled, note_seen, raise_risk, settle_risk
from casework.offices.duty_rota import add_away, set_duty
from casework.offices.models import Membership
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories

DEV, BEN, IVY = "dev@staff.example", "ben@staff.example", "ivy@staff.example"


@pytest.fixture
def ivy(office):
    return factories.staff("Ivy", office=office)


@pytest.fixture
def rota(office, ben, ivy, dev):
    """ben is on duty and ivy covers; the next is told after 15 minutes."""
    with scoped(ALL):
        facts = {"minutes": 15, "hours": "Weekdays, 9am to 5pm", "phone": "020 7946 0100"}
        return set_duty(office=office, person=ben, cover=ivy, by=dev, **facts)


@pytest.fixture
def flag(case):
    with scoped(ALL):
        return raise_risk(case=case, kind="eviction", by=None)


def told():
    """Who was told so far, oldest first, after the worker has looked once more."""
    tell_of_risks()
    with scoped(ALL):
        mails = OutboxMessage.objects.filter(purpose="case.look-now").order_by("pk")
        return [address for mail in mails for address in mail.recipients]


def later(minutes=15):
    """Nobody does anything for a while."""
    with scoped(ALL):
        for flag in RiskFlag.objects.exclude(alert_at=None):
            RiskFlag.objects.filter(pk=flag.pk).update(alert_at=flag.alert_at - timedelta(minutes=minutes))


def verbs():
    with scoped(ALL):
        return list(
            Entry.objects.filter(verb__startswith="risk.").order_by("pk").values_list("verb", flat=True)
        )


def test_the_duty_person_is_told_at_once_and_once(rota, flag):
    assert told() == [BEN]
    assert told() == [BEN]


def test_nobody_looks_so_the_cover_hears_of_it_and_then_all_managers(rota, flag):
    told()
    later(14)
    assert told() == [BEN]
    later(1)
    assert told() == [BEN, IVY]
    later()
    assert told() == [BEN, IVY, DEV]
    later(24 * 60)
    assert told() == [BEN, IVY, DEV]
    assert verbs() == ["risk.raised", "risk.told", "risk.escalated", "risk.escalated"]


def test_once_somebody_looked_nobody_else_is_told(rota, flag, case, ivy):
    told()
    with scoped(ALL):
        note_seen(case=case, by=ivy)
    later()
    assert told() == [BEN]
    assert verbs() == ["risk.raised", "risk.told", "risk.seen"]


def test_who_only_reads_or_raised_it_themselves_has_not_looked_for_the_others(rota, case, assembly, ivy):
    with scoped(ALL):
        raise_risk(case=case, kind="threat", reason="They said so on the phone.", by=ivy)
    for reader in (assembly.fay, ivy):
        with scoped(ALL):
            note_seen(case=case, by=reader)
    told()
    later()
    assert told() == [BEN, IVY]


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
def test_who_is_not_there_is_passed_over_at_once(rota, flag, ben, ivy, dev, office, gone):
    gone(ben, office)
    assert told() == [IVY]
    later()
    assert told() == [IVY, DEV]


@pytest.mark.parametrize("gone", [left, suspended, away])
def test_without_duty_person_and_cover_the_managers_are_told_at_once(rota, flag, ben, ivy, office, gone):
    gone(ben, office)
    gone(ivy, office)
    assert told() == [DEV]


def test_an_office_that_set_nothing_tells_its_managers(flag):
    assert told() == [DEV]


def test_without_a_manager_everybody_who_works_there_is_told(flag, dev, office):
    left(dev, office)
    assert told() == [BEN]


def test_the_alert_says_nothing_of_the_case(rota, flag, case, sent_mail):
    told()
    [mail] = sent_mail()
    whole = mail.as_string()
    for word in (case.reference, case.subject, "viction", case.constituent.name, "labour"):
        assert word not in whole.partition("To:")[2].partition("\n")[2].replace("labour-east", "")
    assert mail["Subject"] == "Please look at Casework now"


def test_a_worker_that_dies_in_the_middle_loses_and_doubles_nothing(rota, flag, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(risk_alerts, "record", lambda *args, **facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell_of_risks()
    assert told() == []  # the lease is still held
    with scoped(ALL):
        RiskFlag.objects.update(lease_until=timezone.now())
    assert told() == [BEN]


def test_what_two_workers_see_is_told_by_one(rota, flag, monkeypatch):
    with scoped(ALL):
        assert risk_alerts._claim(flag.pk)
        assert not risk_alerts._claim(flag.pk)


def test_a_risk_is_settled_once_by_saying_how(flag, ben, ivy):
    with scoped(ALL):
        settled = settle_risk(flag=flag, how="The council houses them.", by=ben)
        with pytest.raises(AlreadySettled):
            settle_risk(flag=flag, how="So do we.", by=ivy)
    assert (settled.settled_by, settled.seen_by) == (ben, ben)
    assert told() == []


def test_the_same_risk_raised_twice_is_one_flag_until_it_is_settled(flag, case, ben):
    with scoped(ALL):
        assert raise_risk(case=case, kind="eviction", reason="Again.", by=ben) == flag
        settle_risk(flag=flag, how="Done.", by=ben)
        assert raise_risk(case=case, kind="eviction", reason="Again.", by=ben) != flag
