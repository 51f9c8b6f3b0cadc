"""Safety questions of the contact form: facts of the case, and help shown at once."""

import pytest

from casework.cases.models import Case, RiskFlag, SafeContact
from casework.questionnaires.models import Submission
from casework.questionnaires.safe_word import fits
from casework.wall.scope import ALL, scoped

UNSAFE = {"safe": "no", "safe_way": "Call before 3pm", "safe_word": "Blue Teapot"}
EVICTED = {"risk": ["eviction"]}
SHELTER = "tel:08088004444"


def test_safe_word_is_hashed_before_it_is_stored(hand):
    hand.post("safety", UNSAFE)
    assert "teapot" not in str(Submission.objects.get().answers).lower()
    page = hand.get("safety").text
    assert "You have chosen one. Leave the box empty to keep it." in page
    assert Submission.objects.get().answers["safety"]["safe_word"] not in page


def test_safe_word_is_kept_when_the_field_is_left_empty(hand):
    hand.post("safety", UNSAFE)
    before = Submission.objects.get().answers["safety"]["safe_word"]
    hand.post("safety", UNSAFE | {"safe_word": ""})
    assert Submission.objects.get().answers["safety"]["safe_word"] == before


@pytest.mark.parametrize("word", ["abc", "a b c d", "....", "x" * 61])
def test_safe_word_of_invalid_length_is_refused(hand, word):
    assert hand.post("safety", UNSAFE | {"safe_word": word}).status_code == 200
    assert not Submission.objects.exists()


def test_case_stores_the_hash_and_never_shows_the_safe_word(hand):
    hand.fill(safety=UNSAFE)
    assert "Chosen, and not shown" in hand.get("check").text
    hand.send()
    with scoped(ALL):
        case, safe = Case.objects.get(), SafeContact.objects.get()
        assert (case.safe_contact, safe.case, safe.way) == (True, case, "Call before 3pm")
        assert fits("blue teapot", safe.word)
        assert not any("word" in row["question"].lower() for row in case.answers)


def test_safe_word_that_looks_like_a_hash_is_hashed(hand):
    hand.post("safety", UNSAFE | {"safe_word": "md5$$" + "0" * 32})
    assert "md5$$0" not in str(Submission.objects.get().answers)


def test_person_at_risk_sees_help_at_once_before_and_after_sending(hand, office):
    type(office).objects.update(hours="Weekdays, 9am to 5pm", phone="020 7946 0100")
    hand.fill(until="danger")
    assert hand.post("danger", EVICTED).url == "/raise/contact/please-read/"
    for page in (hand.get("please-read").text,):
        assert SHELTER in page
        assert "tel:116123" not in page
    hand.fill(danger=EVICTED, **{"please-read": {}})
    assert SHELTER in (check := hand.get("check").text)
    assert "Weekdays, 9am to 5pm" in check
    sent = hand.client.get(hand.send().url).text
    assert SHELTER in sent
    assert "020 7946 0100" in sent


def test_person_not_at_risk_sees_only_general_help(hand):
    hand.fill()
    for page in (hand.get("check").text, hand.client.get(hand.send().url).text):
        assert SHELTER not in page
        assert "Call 999" in page


def test_risks_in_the_answers_are_flagged_once(hand):
    hand.fill(danger={"risk": ["eviction", "life"]}, **{"please-read": {}})
    hand.send()
    hand.send()
    with scoped(ALL):
        assert sorted(RiskFlag.objects.values_list("kind", flat=True)) == ["eviction", "life"]


def test_withdrawn_answer_raises_no_risk(hand):
    hand.fill(danger=EVICTED, **{"please-read": {}})
    hand.post("danger", {})
    hand.send()
    with scoped(ALL):
        assert not RiskFlag.objects.exists()
