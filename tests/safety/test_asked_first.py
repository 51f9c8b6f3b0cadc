"""What the form asks about safety becomes facts of the case, and the help that is there now is shown."""

import pytest

from casework.cases.models import Case, RiskFlag, SafeContact
from casework.questionnaires.models import Submission
from casework.questionnaires.secret_words import fits
from casework.scope import ALL, scoped

UNSAFE = {"safe": "no", "safe_way": "Call before 3pm", "safe_word": "Blue Teapot", "shared": "no"}
EVICTED = {"safe": "yes", "shared": "no", "risk": ["eviction"]}
SHELTER = "tel:08088004444"


def test_the_word_is_sealed_before_it_is_kept(hand):
    hand.post("safety", UNSAFE)
    assert "teapot" not in str(Submission.objects.get().answers).lower()
    page = hand.get("safety").text
    assert "You have chosen one. Leave the box empty to keep it." in page
    assert Submission.objects.get().answers["safety"]["safe_word"] not in page


def test_the_word_stays_when_the_box_is_left_empty(hand):
    hand.post("safety", UNSAFE)
    before = Submission.objects.get().answers["safety"]["safe_word"]
    hand.post("safety", UNSAFE | {"safe_word": ""})
    assert Submission.objects.get().answers["safety"]["safe_word"] == before


@pytest.mark.parametrize("word", ["abc", "a b c d", "....", "x" * 61])
def test_a_word_that_is_too_short_or_long_is_refused(hand, word):
    assert hand.post("safety", UNSAFE | {"safe_word": word}).status_code == 200
    assert not Submission.objects.exists()


def test_the_case_keeps_the_way_and_the_hash_and_shows_no_word(hand):
    hand.fill(safety=UNSAFE)
    assert "Chosen, and not shown" in hand.get("check").text
    hand.send()
    with scoped(ALL):
        case, safe = Case.objects.get(), SafeContact.objects.get()
        assert (case.safe_contact, safe.case, safe.way) == (True, case, "Call before 3pm")
        assert fits("blue teapot", safe.word)
        assert not any("word" in row["question"].lower() for row in case.answers)


def test_a_hash_of_ones_own_making_is_only_a_word(hand):
    hand.post("safety", UNSAFE | {"safe_word": "md5$$" + "0" * 32})
    assert "md5$$0" not in str(Submission.objects.get().answers)


def test_somebody_at_risk_sees_help_at_once_before_sending_and_after(hand, office):
    type(office).objects.update(hours="Weekdays, 9am to 5pm", phone="020 7946 0100")
    assert hand.post("safety", EVICTED).url == "/raise/contact/please-read/"
    for page in (hand.get("please-read").text,):
        assert SHELTER in page
        assert "tel:116123" not in page
    hand.fill(safety=EVICTED, **{"please-read": {}})
    assert SHELTER in (check := hand.get("check").text)
    assert "Weekdays, 9am to 5pm" in check
    sent = hand.client.get(hand.send().url).text
    assert SHELTER in sent
    assert "020 7946 0100" in sent


def test_nobody_else_is_shown_that_help(hand):
    hand.fill()
    for page in (hand.get("check").text, hand.client.get(hand.send().url).text):
        assert SHELTER not in page
        assert "Call 999" in page


def test_what_the_answers_say_is_flagged_with_the_office(hand):
    hand.fill(safety=EVICTED | {"risk": ["eviction", "life"]}, **{"please-read": {}})
    hand.send()
    hand.send()
    with scoped(ALL):
        assert sorted(RiskFlag.objects.values_list("kind", flat=True)) == ["eviction", "life"]


def test_an_answer_that_was_taken_back_raises_nothing(hand):
    hand.fill(safety=EVICTED, **{"please-read": {}})
    hand.post("safety", {"safe": "yes", "shared": "no"})
    hand.send()
    with scoped(ALL):
        assert not RiskFlag.objects.exists()
