"""Advice about long sentences and hard words."""

from casework.questionnaires.rules.advice import advice_of, reading_age

EASY = "The cat sat on the mat. The dog ran to the door. "
HARD = "Statutory responsibilities necessitate comprehensive consideration of representations. "


def definition(lead):
    return {"steps": [{"title": {"en": "A step"}, "lead": {"en": lead}}]}


def test_easy_text_is_read_early_and_hard_text_late():
    assert reading_age(EASY) < 6
    assert reading_age(HARD) > 18
    assert reading_age("") == 0


def test_step_with_hard_words_gets_advice():
    ((path, sentence),) = advice_of(definition(HARD * 5))
    assert path == ("steps", 0)
    assert "shorter words" in sentence


def test_step_with_easy_words_gets_none():
    assert advice_of(definition(EASY * 5)) == []


def test_sentence_above_twenty_words_gets_advice_at_its_place():
    ((path, sentence),) = advice_of(definition("one two three four " * 5 + "five"))
    assert path == ("steps", 0, "lead")
    assert "21 words" in sentence


def test_form_that_asks_for_an_address_without_asking_if_it_is_safe_gets_advice():
    ((path, sentence),) = advice_of({"steps": [], "case": {"email": "email"}})
    assert path == ()
    assert "safe to email" in sentence
