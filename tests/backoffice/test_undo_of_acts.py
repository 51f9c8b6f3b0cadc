"""The time to undo a closing or a hand-over: nothing has happened until it is over, and nothing can be undone after."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Activity, Case, PlannedAct, Transfer
from casework.cases.models.sharing.offer import Agreed
from casework.cases.services.messages.message import receive_message, reply_to_constituent
from casework.cases.services.safety.risk import raise_risk
from casework.cases.tasks.planned_act import do_planned_acts
from casework.cases.turns import Turn
from casework.offices.models import Membership, Office
from casework.wall.scope import ALL, scoped
from tests import factories

MENDED = "The lift is mended."


@pytest.fixture(autouse=True)
def time_to_undo(office):
    Office.objects.filter(pk=office.pk).update(undo_minutes=2)


def press(client, case, name, **facts):
    return client.post(reverse(f"backoffice:{name}", args=[case.reference]), facts, follow=True)


def closed(client, case):
    return press(client, case, "close", outcome=MENDED)


def uuid_of(person):
    with scoped(ALL):
        return str(person.memberships.get().uuid)


def planned():
    with scoped(ALL):
        return PlannedAct.objects.select_related("case").get()


def undo(client, act):
    return client.post(reverse("backoffice:planned_undo", args=[act.uuid]), follow=True)


def minutes_later():
    """Let the time to undo be over, and the worker do what is due."""
    with scoped(ALL):
        for act in PlannedAct.objects.exclude(due_at=None):
            act.due_at -= timedelta(minutes=3)
            act.save()
    do_planned_acts()


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def offer(client, case, sister):
    today = timezone.localdate()
    day = {"agreed_on_day": today.day, "agreed_on_month": today.month, "agreed_on_year": today.year}
    facts = {"to_office": sister.slug, "purpose": "They know the landlord", "agreed_how": Agreed.PHONE}
    return press(client, case, "transfer", **facts | day)


def test_closing_has_not_happened_before_the_time_is_over(desk, ben, dev, case, ada, sign_in, sent_mail):
    page = closed(desk(ben), case)
    assert "Until then you can undo it" in page.text
    assert timedelta(minutes=1) < planned().due_at - timezone.now() <= timedelta(minutes=2)
    do_planned_acts()
    assert (reloaded(case).is_open, sent_mail()) == (True, [])
    address = f"/office/cases/{case.reference}/"
    assert MENDED in desk(ben).get(address).text
    assert MENDED not in desk(dev).get(address).text
    assert MENDED not in sign_in(ada, on=Client()).get(f"/my-cases/{case.reference}/").text


def test_closing_happens_once_with_its_alert_when_the_time_is_over(desk, ben, case, sent_mail):
    closed(desk(ben), case)
    minutes_later()
    do_planned_acts()
    assert reloaded(case).outcome == MENDED
    assert len(sent_mail()) == 1
    with scoped(ALL):
        assert Activity.objects.filter(case=case, verb="closed", by=ben).count() == 1
        assert not PlannedAct.objects.exists()


def test_undo_leaves_state_turn_and_date_and_tells_no_one(desk, ben, case, sent_mail):
    day = timezone.localdate() + timedelta(days=3)
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(next_on=day, turn="third-party", waiting_on="The Met")
    client = desk(ben)
    closed(client, case)
    page = undo(client, planned())
    assert "The case is as it was" in page.text
    minutes_later()
    now = reloaded(case)
    assert (now.is_open, now.turn, now.waiting_on, now.next_on) == (True, "third-party", "The Met", day)
    assert sent_mail() == []


def test_undo_is_too_late_after_the_time_and_there_is_none_for_colleagues(desk, ben, dev, case):
    client = desk(ben)
    closed(client, case)
    act = planned()
    assert undo(desk(dev), act).status_code == 404
    with scoped(ALL):
        PlannedAct.objects.update(due_at=timezone.now())
    assert "too late" in undo(client, act).text
    do_planned_acts()
    assert not reloaded(case).is_open
    assert undo(client, act).status_code == 404


def test_each_step_is_in_the_log(desk, ben, case):
    client = desk(ben)
    closed(client, case)
    undo(client, planned())
    closed(client, case)
    minutes_later()
    with scoped(ALL):
        verbs = Entry.objects.filter(subject=case.reference, actor_id=ben.pk).exclude(verb="case.read")
        assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
            "act.planned", "act.undone", "act.planned", "case.closed",
        ]  # fmt: skip


def test_case_with_a_message_since_is_not_closed_and_says_so(desk, ben, ada, case):
    client = desk(ben)
    closed(client, case)
    receive_message(case=reloaded(case), body="It broke again", by=ada, once=uuid.uuid4())
    minutes_later()
    assert reloaded(case).is_open
    page = client.get(f"/office/cases/{case.reference}/")
    assert "Not closed, because something came from the constituent" in page.text
    undo(client, planned())
    assert "Not closed" not in client.get(f"/office/cases/{case.reference}/").text


def test_case_with_a_reply_since_is_closed(desk, ben, case):
    closed(desk(ben), case)
    with scoped(ALL):
        reply_to_constituent(
            case=case, body="It is mended", by=ben, turn=Turn.OFFICE, once=uuid.uuid4(), seen=None
        )
    minutes_later()
    assert not reloaded(case).is_open


def test_closing_is_refused_at_once_where_it_would_be_without_time_to_undo(desk, ben, case):
    with scoped(ALL):
        raise_risk(case=case, kind="life", by=None)
    page = closed(desk(ben), case)
    assert page.status_code == 422
    with scoped(ALL):
        assert not PlannedAct.objects.exists()


def test_closing_again_replaces_the_first(desk, ben, case):
    client = desk(ben)
    closed(client, case)
    press(client, case, "close", outcome="They moved away")
    assert planned().facts["outcome"] == "They moved away"


def test_case_goes_to_a_colleague_once_the_time_is_over(desk, ben, dev, case):
    page = press(desk(ben), case, "assign", owner=uuid_of(dev))
    assert "Goes to Dev at" in page.text
    assert reloaded(case).assignee is None
    minutes_later()
    assert reloaded(case).assignee_id == dev.pk


def test_case_taken_by_oneself_needs_no_time(desk, ben, case):
    press(desk(ben), case, "assign", owner=uuid_of(ben))
    assert reloaded(case).assignee_id == ben.pk


def test_hand_over_of_a_case_that_someone_took_since_is_not_done(desk, ben, dev, case, office):
    client, third = desk(ben), factories.staff("Gus", office=office)
    press(client, case, "assign", owner=uuid_of(dev))
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(assignee=third)
    minutes_later()
    assert reloaded(case).assignee_id == third.pk
    assert "Not given to Dev" in client.get("/office/planned/").text


def test_case_of_an_author_who_left_is_not_closed(desk, ben, case):
    closed(desk(ben), case)
    Membership.objects.filter(user=ben).update(
        started_at=timezone.now() - timedelta(days=9), ended_at=timezone.now() - timedelta(seconds=1)
    )
    minutes_later()
    assert reloaded(case).is_open


def test_other_office_is_asked_once_the_time_is_over(desk, ben, case, assembly, sent_mail):
    page = offer(desk(ben), case, assembly.sister)
    assert "Goes to Labour South for an answer" in page.text
    with scoped(ALL):
        assert not Transfer.objects.exists()
    minutes_later()
    with scoped(ALL):
        assert Transfer.objects.get().to_office == assembly.sister


def test_several_cases_are_undone_together(desk, ben, office):
    cases = [factories.case(office=office) for _each in range(3)]
    client = desk(ben)
    references = [case.reference for case in cases]
    page = client.post(
        "/office/cases/several/", {"do": "close", "case": references, "outcome": MENDED}, follow=True
    )
    assert "3 cases are done at" in page.text
    listed = client.get("/office/planned/")
    assert all(reference in listed.text for reference in references)
    assert client.get("/office/my-day/").text.count("can be undone until") == 3
    with scoped(ALL):
        act = PlannedAct.objects.first()
    assert "The 3 cases are as they were" in undo(client, act).text
    minutes_later()
    assert all(reloaded(case).is_open for case in cases)


def test_office_without_time_to_undo_closes_at_once(desk, ben, case, office):
    Office.objects.filter(pk=office.pk).update(undo_minutes=0)
    assert "The case is closed" in closed(desk(ben), case).text
    assert not reloaded(case).is_open
