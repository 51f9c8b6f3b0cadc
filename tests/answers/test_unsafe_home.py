"""Someone whose home is not safe: an answer of its own, help that fits, and pages that do not contradict each other."""

import pytest

from casework.cases.models import RiskFlag
from casework.cases.services.safety.safe_contact import keep_safe, make_code
from casework.questionnaires.safe_word import hashed
from casework.wall.scope import ALL, scoped
from tests import factories

from .test_each_person import PHONE, SAFE

AT_HOME = {"risk": ["home"]}
READ = {"please-read": {}}


def test_being_hurt_at_home_is_an_answer_with_its_own_help(hand):
    hand.fill(until="danger")
    assert "Someone at home hurts or controls me" in hand.get("danger").text
    hand.post("danger", AT_HOME)
    page = hand.get("please-read").text
    assert "0808 2000 247" in page
    assert "NSPCC" not in page


def test_press_55_says_that_it_works_on_a_mobile(hand):
    hand.fill(until="please-read", danger=AT_HOME)
    assert "If you cannot speak, press 55 on a mobile phone" in hand.get("please-read").text


@pytest.mark.parametrize("risk", ["home", "life", "safeguarding"])
def test_help_says_once_how_to_call_999_and_its_number_can_be_pressed(hand, risk):
    hand.fill(until="please-read", danger={"risk": [risk]})
    page = hand.get("please-read").text
    assert page.count("press 55") == page.count('href="tel:999"') == page.count("999bsl.co.uk") == 1


def test_steps_on_a_shared_device_do_not_say_that_answers_are_kept(hand):
    hand.fill(until="danger", device={"shared": "yes"})
    page = hand.get("danger").text
    assert "until you close this browser" in page
    assert "We’ll keep your answers until" not in page


def test_one_thing_that_happens_next_has_no_number(hand):
    hand.fill()
    hand.send()
    assert (
        "<p>The office of Ines Vale reads your case. No other office can see it.</p>" in hand.get("sent").text
    )


def test_being_hurt_at_home_is_flagged_as_a_risk_of_its_own(hand):
    hand.fill(danger=AT_HOME, **READ)
    hand.send()
    with scoped(ALL):
        assert RiskFlag.objects.get().get_kind_display() == "Hurt or controlled at home"


@pytest.mark.parametrize("you", [PHONE, {"name": "Amina", "email": "amina@london.example"}])
def test_page_after_sending_repeats_the_safe_way_and_promises_nothing_else(hand, you):
    hand.fill(safety=SAFE | {"safe_word": "Blue Teapot"}, you=you)
    hand.send()
    page = hand.get("sent").text
    assert "Call before 3pm" in page
    assert "You chose a word." in page
    contradictions = ["Confirm my email", "We’ll email", "will phone you when", "Tracking code"]
    assert not [words for words in contradictions if words in page]


@pytest.mark.parametrize("you", [PHONE, {"name": "Amina", "email": "amina@london.example"}])
def test_pages_promise_no_contact_where_no_way_is_safe(hand, you):
    hand.fill(safety={"safe": "no"}, you=you)
    check = hand.get("check").text
    hand.send()
    for page in (check, hand.get("sent").text):
        assert "You told us no safe way to reach you" in page
        assert "in the way you told us" not in page


def desk_page(sign_in, ben, case):
    return sign_in(ben).get(f"/office/cases/{case.reference}/").text


@pytest.mark.parametrize("opens", ["word", "code", ""])
def test_box_and_composer_agree_and_the_box_stands_once(sign_in, ben, assembly, opens):
    case = factories.case(office=assembly.office, safe_contact=True)
    with scoped(ALL):
        keep_safe(
            case=case, way="Phone before 3pm", word=hashed("Blue Teapot") if opens == "word" else "", by=None
        )
        if opens == "code":
            make_code(case=case, hours=1, by=ben)
    text = desk_page(sign_in, ben, case)
    assert "Reach them in the way they gave." in text
    assert text.count("Safe contact.") == 1
    assert ("in the portal, with their word or code." in text) is bool(opens)
    assert ("They cannot read replies in the portal" in text) is not bool(opens)


def test_box_and_composer_agree_that_no_safe_way_is_known(sign_in, ben, assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    text = desk_page(sign_in, ben, case)
    assert "No safe way is known. Do not call, write or leave a message until one is." in text
    assert "No safe way is known, so wait for them." in text
    assert "in the way they gave" not in text
