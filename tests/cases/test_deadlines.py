"""Deadlines of a case: set in working days when it comes, and following whose turn it is."""

import uuid
from datetime import date

import pytest
from django.utils import timezone

from casework.cases.models import Deadline, Message
from casework.cases.services.case import close_case, reopen_case
from casework.cases.services.deadlines.rule import set_rules
from casework.cases.services.messages.message import receive_message, reply_to_constituent
from casework.cases.services.sharing.transfer import accept_transfer
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from casework.working_days import working_days_after
from tests import factories
from tests.sharing import transfer_offered


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


def ahead(days):
    return working_days_after(timezone.localdate(), days)


def deadlines(case):
    return dict(Deadline.objects.filter(case=case).values_list("kind", "by"))


def reply(case, by, turn=Turn.CONSTITUENT, **facts):
    reply_to_constituent(case=case, body="We are on it.", by=by, turn=turn, once=uuid.uuid4(), **facts)


def test_new_case_is_to_be_acknowledged_and_answered(case):
    assert deadlines(case) == {"acknowledge": ahead(2), "answer": ahead(10)}


def test_office_sets_its_own_days_for_a_nature_of_case(office, dev):
    days = {"acknowledge_in": 1, "answer_in": 4, "chase_in": 3}
    set_rules(office=office, rules={"casework": days}, by=dev)
    assert deadlines(factories.case(office=office)) == {"acknowledge": ahead(1), "answer": ahead(4)}


def test_changed_rule_leaves_dates_that_are_set(office, case, dev):
    before = deadlines(case)
    set_rules(office=office, rules={"casework": {"answer_in": 30}}, by=dev)
    assert deadlines(case) == before


def test_reply_ends_both_and_an_answer_starts_the_next(case, ben, ada):
    reply(case, ben)
    assert deadlines(case) == {}
    receive_message(case=case, body="Thank you, but", by=ada, once=uuid.uuid4())
    assert deadlines(case) == {"answer": ahead(10)}


def test_reply_that_keeps_the_turn_leaves_the_answer_due(case, ben):
    reply(case, ben, turn=Turn.OFFICE)
    assert deadlines(case) == {"answer": ahead(10)}


def test_second_message_does_not_put_the_answer_off(case, ada):
    Deadline.objects.filter(case=case, kind="answer").update(by=date(2026, 1, 5))
    receive_message(case=case, body="Are you there?", by=ada, once=uuid.uuid4())
    assert deadlines(case)["answer"] == date(2026, 1, 5)


def test_third_party_is_chased_and_the_person_still_acknowledged(case, ben):
    set_turn(case=case, turn=Turn.THIRD_PARTY, waiting_on="The council", by=ben)
    assert deadlines(case) == {"acknowledge": ahead(2), "chase": ahead(10)}


def test_next_date_takes_the_place_of_the_day_to_chase(case, ben):
    set_turn(case=case, turn=Turn.THIRD_PARTY, waiting_on="The council", next_on=ahead(3), by=ben)
    assert "chase" not in deadlines(case)


def test_closed_case_has_none_and_a_reopened_one_is_to_be_answered(case, ben):
    close_case(case=case, outcome="Mended", by=ben)
    assert deadlines(case) == {}
    reopen_case(case=case, by=ben)
    assert deadlines(case) == {"answer": ahead(10)}


def test_transfer_counts_by_the_receivers_rule_and_ends_the_originals(assembly, case):
    set_rules(office=assembly.sister, rules={"casework": {"answer_in": 7}}, by=assembly.eve)
    factories.message(case, direction=Message.Direction.OUT)
    member = factories.member("Sol Marsh", office=assembly.sister)
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    assert (deadlines(copy), deadlines(case)) == ({"acknowledge": ahead(2), "answer": ahead(7)}, {})
