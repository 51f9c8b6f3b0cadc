"""Rules that the case services enforce independently of the pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.cases.models import Case, FeedbackMonth
from casework.cases.models.own_case.feedback import FeedbackAnswer
from casework.cases.services.case import NotOfThisOffice, assign
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.own_case.feedback import count_feedback
from casework.cases.services.own_case.withdrawal import withdraw
from casework.cases.services.safety.safe_contact import NotSafeContact, make_code
from casework.cases.services.sharing.share import offer_share
from casework.cases.services.sharing.transfer import Parts, offer_transfer
from casework.cases.services.turn import ToldNotChosen, set_turn
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from tests import factories

THIRD = {"turn": Turn.THIRD_PARTY, "waiting_on": "Newham Council"}


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


@pytest.mark.parametrize("who", ["cat", "eve", "ada", "fay"])
def test_case_is_assigned_only_to_caseworkers_of_its_office(assembly, case, who):
    with pytest.raises(NotOfThisOffice):
        assign(case=case, to=getattr(assembly, who), by=assembly.ben)
    assert Case.objects.get(pk=case.pk).assignee is None


def test_third_party_turn_of_safe_contact_case_needs_a_choice_of_disclosure(office, ben):
    case = factories.case(office=office, safe_contact=True)
    with pytest.raises(ToldNotChosen):
        set_turn(case=case, by=ben, **THIRD)
    with pytest.raises(ToldNotChosen):
        reply_to_constituent(case=case, body="Dear you", by=ben, once=case.constituent.uuid, **THIRD)
    assert not case.messages.filter(direction="out").exists()
    assert set_turn(case=case, by=ben, told=[], **THIRD).turn == Turn.THIRD_PARTY


def test_third_party_turn_of_an_ordinary_case_needs_no_choice(case, ben):
    assert set_turn(case=case, by=ben, **THIRD).turn == Turn.THIRD_PARTY


def test_code_for_an_ordinary_case_raises_not_safe_contact(case, ben):
    with pytest.raises(NotSafeContact):
        make_code(case=case, hours=1, by=ben)


def test_offer_with_a_future_agreement_date_is_refused(assembly, case):
    tomorrow = timezone.localdate() + timedelta(days=1)
    offer = {"case": case, "to_office": assembly.sister, "purpose": "You know them", "agreed_how": "phone"}
    offer |= {"agreed_on": tomorrow, "by": assembly.ben}
    with pytest.raises(ValidationError, match="still to come"):
        offer_share(last_day=tomorrow, **offer)
    with pytest.raises(ValidationError, match="still to come"):
        offer_transfer(parts=Parts(), **offer)


def test_open_case_takes_no_feedback(case):
    assert not count_feedback(case=case, answer=FeedbackAnswer.YES)
    assert not FeedbackMonth.objects.exists()


def test_feedback_is_counted_for_28_days_after_closing(case, ada):
    closed = withdraw(case=case, by=ada)
    closed.closed_at -= timedelta(days=29)
    assert not count_feedback(case=closed, answer=FeedbackAnswer.YES)
    closed.closed_at += timedelta(days=2)
    assert count_feedback(case=closed, answer=FeedbackAnswer.YES)
