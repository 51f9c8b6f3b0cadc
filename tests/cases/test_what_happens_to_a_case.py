"""What happens to a case, and what can never be."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casework.audit.models import Entry
from casework.cases.models import Case, Message
from casework.cases.references import new_reference
from casework.cases.services import (
    MoveNotAllowed,
    add_note,
    assign,
    claim,
    close_case,
    receive_message,
    reopen_case,
    reply_to_constituent,
    set_turn,
)
from casework.cases.turns import OPEN_TURNS, Act, Turn, allowed
from casework.constituents.models import ContactPoint
from casework.constituents.services import add_contact_point, prove_address
from casework.scope import ALL, office_scope, scoped
from tests import factories


@pytest.fixture(autouse=True)
def in_scope_of_everything(db):
    with scoped(ALL):
        yield


def reply(case, by, **more):
    facts = {"body": "We asked for a date.", "turn": Turn.CONSTITUENT, "once": uuid4()} | more
    return reply_to_constituent(case=case, by=by, **facts)


def test_a_reference_that_another_office_has_is_drawn_again(case, assembly, monkeypatch):
    free = new_reference()
    monkeypatch.setattr("casework.cases.services.new_reference", lambda: free)
    opened = factories.case(office=assembly.rival, reference=case.reference)
    assert opened.reference == free


def test_a_raised_case_is_the_offices_turn_and_its_first_message_is_there(case):
    assert case.turn == Turn.OFFICE
    assert [m.direction for m in case.messages.all()] == [Message.Direction.IN]


def test_a_reply_says_whose_turn_comes_next(case, ben):
    reply(case, ben)
    case.refresh_from_db()
    assert case.turn == Turn.CONSTITUENT


def test_a_double_click_is_one_reply(case, ben):
    once = uuid4()
    assert reply(case, ben, once=once) == reply(case, ben, once=once)
    assert case.messages.filter(direction=Message.Direction.OUT).count() == 1


def test_a_reply_alerts_a_proved_address_and_says_nothing_of_the_case(case, ben, sent_mail):
    reply(case, ben, body="The secret word is heron.")
    (mail,) = sent_mail()
    assert mail["To"] == "ada@london.example"
    whole = mail.as_string()
    assert "heron" not in whole
    assert case.reference not in whole
    assert case.subject not in whole


def test_an_unproved_address_gets_no_alert(office, ben, sent_mail):
    case = factories.case(office=office)
    add_contact_point(
        constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value="someone@people.example"
    )
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_a_safe_contact_case_sends_no_alert_even_to_a_proved_address(office, ada, ben, sent_mail):
    case = factories.case(office=office, raised_by=ada, safe_contact=True)
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_a_safe_contact_case_is_not_listed_by_email_proof(office, ada):
    factories.case(office=office, raised_by=ada, safe_contact=True)
    assert not Case.objects.raised_by(ada).exists()


def test_what_the_constituent_writes_makes_it_the_offices_turn(case, ada, ben):
    reply(case, ben)
    receive_message(case=case, body="On Mondays.", by=ada, once=uuid4())
    case.refresh_from_db()
    assert case.turn == Turn.OFFICE


def test_waiting_since_is_kept_while_the_turn_stays(case, ada):
    before = case.waiting_since
    receive_message(case=case, body="One thing more.", by=ada, once=uuid4())
    case.refresh_from_db()
    assert case.waiting_since == before


def test_a_third_party_has_a_name(case, ben):
    with pytest.raises(ValidationError, match="which third party"):
        set_turn(case=case, turn=Turn.THIRD_PARTY, by=ben)


def test_nobody_has_the_turn_but_in_a_closed_case(case, ben):
    with pytest.raises(MoveNotAllowed):
        set_turn(case=case, turn=Turn.NOBODY, by=ben)


@pytest.mark.parametrize("act", Act)
def test_the_table_lets_only_reopening_move_a_closed_case(act):
    leads_to = [turn for turn in Turn if allowed(act, before=Turn.NOBODY, after=turn)]
    assert leads_to == ([Turn.OFFICE] if act is Act.REOPEN else [])


@pytest.mark.parametrize("before", OPEN_TURNS)
def test_open_turns_go_among_themselves_and_only_closing_ends_them(before):
    assert [turn for turn in Turn if allowed(Act.HAND_ON, before=before, after=turn)] == OPEN_TURNS
    assert [turn for turn in Turn if allowed(Act.CLOSE, before=before, after=turn)] == [Turn.NOBODY]


def test_a_closed_case_takes_no_message_turn_or_reply(case, ada, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    with pytest.raises(MoveNotAllowed):
        receive_message(case=case, body="And yet.", by=ada, once=uuid4())
    with pytest.raises(MoveNotAllowed):
        set_turn(case=case, turn=Turn.OFFICE, by=ben)
    with pytest.raises(MoveNotAllowed):
        reply(case, ben)
    assert case.messages.count() == 1


def test_the_database_refuses_an_open_case_without_a_turn(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(turn="")


def test_the_first_to_claim_has_it(case, ben, dev):
    assert claim(case=case, by=ben)
    assert not claim(case=case, by=dev)
    case.refresh_from_db()
    assert case.assignee == ben


def test_closing_records_the_outcome_and_takes_the_dates_away(case, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    case.refresh_from_db()
    assert (case.turn, case.outcome, case.next_on) == ("", "Repaired", None)
    assert case.closed_at


def test_closing_needs_an_outcome(case, ben):
    with pytest.raises(ValidationError, match="outcome"):
        close_case(case=case, outcome="", by=ben)


def test_a_closed_case_opens_again_for_the_office(case, ben):
    close_case(case=case, outcome="Repaired", by=ben)
    reopened = reopen_case(case=case, by=ben)
    assert (reopened.turn, reopened.closed_at, reopened.outcome) == (Turn.OFFICE, None, "")


def test_a_note_is_no_message(case, ben):
    add_note(case=case, body="Between us.", by=ben, once=uuid4())
    assert case.messages.count() == 1


def test_every_act_is_in_the_log_without_a_word_of_the_case(case, ben):
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


def test_an_act_that_is_rolled_back_leaves_no_entry(case, ben):
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        close_case(case=case, outcome="", by=ben)
    assert Entry.objects.count() == before


def test_proving_an_address_brings_the_cases_that_wait_under_it(assembly):
    bea = assembly.bea
    case = factories.case(office=assembly.office)
    add_contact_point(constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value=bea.email.upper())
    assert not Case.objects.raised_by(bea).exists()
    prove_address(user=bea, email=bea.email)
    assert list(Case.objects.raised_by(bea)) == [case]


def test_an_address_that_is_not_safe_is_never_proved_into_a_list(assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    add_contact_point(
        constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value=assembly.bea.email, safe=False
    )
    assert prove_address(user=assembly.bea, email=assembly.bea.email) == 0


def test_saying_that_email_is_no_longer_safe_ends_the_alerts_of_an_older_case(case, ada, ben, sent_mail):
    facts = {"constituent": case.constituent, "kind": ContactPoint.Kind.EMAIL, "value": ada.email, "by": ada}
    add_contact_point(**facts, safe=False)
    assert not add_contact_point(**facts, safe=True).safe
    assert reply(case, ben).alert is None
    assert sent_mail() == []


def test_a_constituent_can_write_from_their_own_scope(case, ada):
    """The service opens the office's scope itself: a constituent's own scope may not write there."""
    with scoped(office_scope()):
        receive_message(case=case, body="Hello again.", by=ada, once=uuid4())
    assert case.messages.count() == 2
