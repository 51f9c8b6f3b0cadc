"""Risk alerts in bulk: digests, flood alerts, grouping, and settling several risks with undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.services import Origin, origin
from casework.audit.verbs import Verb
from casework.cases.models import RiskFlag
from casework.cases.services.safety.risk import UNDO_WITHIN, raise_risk, reopen_settled
from casework.cases.tasks.risk import ALERT, FLOOD, FLOOD_ALERT, GATHER, tell_of_risks
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories

RISKS = "/office/risks/"


@pytest.fixture
def rota(office, ben, dev):
    return factories.on_duty(office=office, person=ben, by=dev)


def flags(office, count, *, network=""):
    """Create `count` cases of different constituents with a risk each, from one network, and return the flags."""
    token = origin.set(Origin(network=network))
    try:
        with scoped(ALL):
            return [
                raise_risk(case=factories.case(office=office), kind="eviction", by=None)
                for _n in range(count)
            ]
    finally:
        origin.reset(token)


def mails(purpose=ALERT):
    tell_of_risks()
    with scoped(ALL):
        found = OutboxMessage.objects.filter(purpose=purpose).order_by("pk")
        return [(mail.recipients, bytes(mail.raw).decode()) for mail in found]


def advance(monkeypatch, **by):
    then = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_many_flags_are_alerted_in_one_mail_with_a_count(rota, office, ben):
    flags(office, 12)
    [(to, text)] = mails()
    assert to == [ben.email]
    assert "12 cases in Casework" in text
    with scoped(ALL):
        assert Entry.objects.filter(verb=Verb.RISK_TOLD).count() == 12


def test_flags_soon_after_a_mail_wait_for_the_digest(rota, office, ben, monkeypatch):
    flags(office, 1)
    assert len(mails()) == 1
    flags(office, 3)
    assert len(mails()) == 1
    advance(monkeypatch, seconds=GATHER.total_seconds() + 1)
    found = mails()
    assert len(found) == 2
    assert "3 cases in Casework" in found[-1][1]


def test_flags_in_a_digest_are_escalated(rota, office, dev, monkeypatch):
    flags(office, 4)
    mails()
    advance(monkeypatch, minutes=15, seconds=1)
    assert mails()[-1][0] == [dev.email]
    with scoped(ALL):
        assert Entry.objects.filter(verb=Verb.RISK_ESCALATED).count() == 4


def test_flood_of_flags_alerts_managers_once_an_hour(rota, office, dev):
    flags(office, FLOOD - 1)
    assert mails(FLOOD_ALERT) == []
    flags(office, 1)
    with scoped(ALL):
        OutboxMessage.objects.filter(purpose=ALERT).update(created_at=timezone.now() - GATHER)
        RiskFlag.objects.update(alert_at=timezone.now())
    [(to, text)] = mails(FLOOD_ALERT)
    assert to == [dev.email]
    assert f"{FLOOD} risks were flagged" in text
    flags(office, 5)
    assert len(mails(FLOOD_ALERT)) == 1


def test_alerts_do_not_reach_another_office(rota, office, assembly):
    flags(office, FLOOD)
    assert all(to != [assembly.cat.email] for to, _text in mails() + mails(FLOOD_ALERT))


def test_flags_from_one_network_are_grouped_in_one_row(desk, ben, office):
    flags(office, 30, network="one place")
    flags(office, 1, network="another")
    page = desk(ben).get("/office/my-day/")
    assert [len(group.flags) for group in page.context["risk_groups"]] == [1, 30]
    assert page.text.count('class="ui-row ui-risk"') == 2
    assert "30 risks from the same network" in page.text


def test_queue_names_the_latest_risk_in_one_line(desk, ben, office):
    flags(office, 3, network="one place")
    page = desk(ben).get("/office/cases/").text
    assert page.count('class="queue-urgent"') == 1
    assert "See all 3 risks" in page


def test_flags_of_one_person_are_grouped_in_one_row(desk, ben, case):
    with scoped(ALL):
        for kind in ("eviction", "life"):
            raise_risk(case=case, kind=kind, by=None)
    [group] = desk(ben).get("/office/cases/").context["risk_groups"]
    assert len(group.flags) == 2


def test_network_hash_is_deleted_when_the_risk_is_settled(desk, ben, office):
    [flag] = flags(office, 1, network="one place")
    assert flag.network == "one place"
    desk(ben).post(RISKS, {"flags": [str(flag.uuid)], "how": "A test by somebody."})
    with scoped(ALL):
        assert RiskFlag.objects.get().network == ""


def unsettled():
    with scoped(ALL):
        return RiskFlag.objects.unsettled().count()


def test_several_risks_are_settled_at_once_and_undone(desk, ben, office):
    made, client = flags(office, 5), desk(ben)
    sent = {"flags": [str(flag.uuid) for flag in made[:4]], "how": "A test by somebody."}
    page = client.post(RISKS, sent, follow=True)
    assert "4 risks are settled" in page.text
    assert unsettled() == 1
    page = client.post(f"{RISKS}undo/", follow=True)
    assert "4 risks stand again" in page.text
    assert unsettled() == 5
    with scoped(ALL):
        assert Entry.objects.filter(verb=Verb.RISK_SETTLED).count() == 4
        assert Entry.objects.filter(verb=Verb.RISK_REOPENED).count() == 4
    assert "Nothing was undone" in client.post(f"{RISKS}undo/", follow=True).text


def test_undo_is_limited_to_the_same_person_and_a_short_time(desk, ben, dev, office, monkeypatch):
    [flag] = flags(office, 1)
    desk(ben).post(RISKS, {"flags": [str(flag.uuid)], "how": "A test by somebody."})
    with scoped(ALL):
        at = RiskFlag.objects.get().settled_at
        assert reopen_settled(at=at, by=dev) == 0
        advance(monkeypatch, seconds=UNDO_WITHIN.total_seconds() + 1)
        assert reopen_settled(at=at, by=ben) == 0


def test_risks_are_settled_only_with_a_selection_and_a_reason(desk, ben, office):
    [flag] = flags(office, 1)
    client = desk(ben)
    for sent in ({"how": "Done."}, {"flags": [str(flag.uuid)]}):
        assert client.post(RISKS, sent).status_code == 422
    assert unsettled() == 1


def test_read_only_staff_and_other_offices_cannot_settle_risks(desk, assembly, office):
    [flag] = flags(office, 1)
    sent = {"flags": [str(flag.uuid)], "how": "Done."}
    assert desk(assembly.fay).post(RISKS, sent).status_code == 403
    assert desk(assembly.cat).post(RISKS, sent).status_code == 422
    assert unsettled() == 1
