"""The life cycle of a case: turns, replies, closing, alerts and constraints."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework.audit.models import Entry
from casework.cases.models import Case, Message
from casework.cases.references import new_reference
from casework.cases.services.case import assign, assign_to_self, close_case, reopen_case
from casework.cases.services.messages.message import add_note, receive_message, reply_to_constituent
from casework.cases.services.turn import MoveNotAllowed, set_turn
from casework.cases.turns import OPEN_TURNS, Act, Turn, allowed
from casework.constituents.models import ContactPoint
from casework.constituents.services import add_contact_point, prove_address
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


def reply(case, by, **more):
    facts = {"body": "We asked for a date.", "turn": Turn.CONSTITUENT, "once": uuid4()} | more
    return reply_to_constituent(case=case, by=by, **facts)


def test_reference_collision_with_another_office_draws_again(case, assembly, monkeypatch):
    free = new_reference()
    monkeypatch.setattr("casework.cases.services.case.new_reference", lambda: free)
    opened = factories.case(office=assembly.rival, reference=case.reference)
    assert opened.reference == free


def test_raised_case_has_the_offices_turn_and_a_first_message(case):
    assert case.turn == Turn.OFFICE
    assert [m.direction for m in case.messages.all()] == [Message.Direction.IN]


def test_reply_sets_the_turn(case, ben):
    reply(case, ben)
    case.refresh_from_db()
    assert case.turn == Turn.CONSTITUENT


def test_reply_with_the_same_uuid_is_stored_once(case, ben):
    once = uuid4()
    assert reply(case, ben, once=once) == reply(case, ben, once=once)
    assert case.messages.filter(direction=Message.Direction.OUT).count() == 1


def test_reply_alerts_a_verified_address_without_case_data(case, ben, sent_mail):
    reply(case, ben, body="The secret word is heron.")
    (mail,) = sent_mail()
    assert mail["To"] == "ada@london.example"
    whole = mail.as_string()
    assert "heron" not in whole
    assert case.reference not in whole
    assert case.subject not in whole


def test_unverified_address_gets_no_alert(office, ben, sent_mail):
    case = factories.case(office=office)
    add_contact_point(
        constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value="someone@people.example"
    )
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_safe_contact_case_sends_no_alert_to_a_verified_address(office, ada, ben, sent_mail):
    case = factories.case(office=office, raised_by=ada, safe_contact=True)
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_safe_contact_case_is_not_listed_for_a_verified_address(office, ada):
    factories.case(office=office, raised_by=ada, safe_contact=True)
    assert not Case.objects.raised_by(ada).exists()


def test_message_from_the_constituent_sets_the_offices_turn(case, ada, ben):
    reply(case, ben)
    receive_message(case=case, body="On Mondays.", by=ada, once=uuid4())
    case.refresh_from_db()
    assert case.turn == Turn.OFFICE


def test_message_restarts_the_wait_while_it_is_the_offices_turn(case, ada):
    before = case.waiting_since
    receive_message(case=case, body="One thing more.", by=ada, once=uuid4())
    case.refresh_from_db()
    assert case.waiting_since > before


def test_third_party_turn_needs_a_name(case, ben):
    with pytest.raises(ValidationError, match="which third party"):
        set_turn(case=case, turn=Turn.THIRD_PARTY, by=ben)


def test_open_case_cannot_have_no_turn(case, ben):
    with pytest.raises(MoveNotAllowed):
        set_turn(case=case, turn=Turn.NOBODY, by=ben)


@pytest.mark.parametrize("act", Act)
def test_transition_table_allows_only_reopening_a_closed_case(act):
    leads_to = [turn for turn in Turn if allowed(act, before=Turn.NOBODY, after=turn)]
    assert leads_to == ([Turn.OFFICE] if act is Act.REOPEN else [])


@pytest.mark.parametrize("before", OPEN_TURNS)
def test_transition_table_of_open_turns(before):
    assert [turn for turn in Turn if allowed(Act.HAND_ON, before=before, after=turn)] == OPEN_TURNS
    assert [turn for turn in Turn if allowed(Act.CLOSE, before=before, after=turn)] == [Turn.NOBODY]


def test_closed_case_refuses_message_turn_and_reply(case, ada, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    with pytest.raises(MoveNotAllowed):
        receive_message(case=case, body="And yet.", by=ada, once=uuid4())
    with pytest.raises(MoveNotAllowed):
        set_turn(case=case, turn=Turn.OFFICE, by=ben)
    with pytest.raises(MoveNotAllowed):
        reply(case, ben)
    assert case.messages.count() == 1


def test_database_refuses_an_open_case_without_a_turn(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(turn="")


def test_second_assign_to_self_fails(case, ben, dev):
    assert assign_to_self(case=case, by=ben)
    assert not assign_to_self(case=case, by=dev)
    case.refresh_from_db()
    assert case.assignee == ben


def test_closing_records_the_outcome_and_clears_the_next_date(case, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    case.refresh_from_db()
    assert (case.turn, case.outcome, case.next_on) == ("", "Repaired", None)
    assert case.closed_at


def test_closing_needs_an_outcome(case, ben):
    with pytest.raises(ValidationError, match="outcome"):
        close_case(case=case, outcome="", by=ben)


def test_reopened_case_has_the_offices_turn(case, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    reopened = reopen_case(case=case, by=ben)
    assert (reopened.turn, reopened.closed_at, reopened.outcome) == (Turn.OFFICE, None, "")


def test_note_is_not_a_message(case, ben):
    add_note(case=case, body="Between us.", by=ben, once=uuid4())
    assert case.messages.count() == 1


def test_every_act_is_logged_without_case_data(case, ben):
    assign(case=case, to=ben, by=ben)
    add_note(case=case, body="zebra", by=ben, once=uuid4())
    reply(case, ben, body="zebra")
    close_case(case=case, outcome="zebra", by=ben)
    entries = Entry.objects.filter(office_id=case.office_id)
    assert set(entries.values_list("verb", flat=True)) >= {
        "case.opened",
        "case.assigned",
        "note.added",
        "reply.sent",
        "case.closed",
    }
    assert "zebra" not in str(list(entries.values()))


def test_rolled_back_act_leaves_no_entry(case, ben):
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        close_case(case=case, outcome="", by=ben)
    assert Entry.objects.count() == before


def test_verifying_an_address_links_its_cases(assembly):
    bea = assembly.bea
    case = factories.case(office=assembly.office)
    add_contact_point(constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value=bea.email.upper())
    assert not Case.objects.raised_by(bea).exists()
    prove_address(user=bea, email=bea.email)
    assert list(Case.objects.raised_by(bea)) == [case]


def test_verifying_an_unsafe_address_links_no_cases(assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    add_contact_point(
        constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value=assembly.bea.email, safe=False
    )
    assert prove_address(user=assembly.bea, email=assembly.bea.email) == 0


def test_marking_email_unsafe_stops_alerts_of_older_cases(case, ada, ben, sent_mail):
    facts = {"constituent": case.constituent, "kind": ContactPoint.Kind.EMAIL, "value": ada.email, "by": ada}
    add_contact_point(**facts, safe=False)
    assert not add_contact_point(**facts, safe=True).safe
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_constituent_can_write_from_own_scope(case, ada):
    """The service opens the office's scope, because the constituent's scope cannot write there."""
    with scoped(office_scope()):
        receive_message(case=case, body="Hello again.", by=ada, once=uuid4())
    assert case.messages.count() == 2
