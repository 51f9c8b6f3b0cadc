"""Number, date, address, long list, yes or no, declaration, and a step that ends the form."""

import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.cases.models import Case
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from casework.questionnaires.rules.problems import problems_of
from casework.wall.scope import ALL, scoped
from tests.raise_case.every_type import question, with_every_type
from tests.raise_case.hand import ANSWERS, Hand

MORE = {
    "how-many": {"how_many": "1,0"},
    "since": {"since_day": "3", "since_month": "march", "since_year": "2026"},
    "old-address": {"old_address": "1 High Street\nLondon"},
    "landlord": {"landlord": "council"},
    "asked": {"asked": "no"},
    "agree": {"agree": "on"},
}


@pytest.fixture
def filled(client, assembly, definition):
    """Return a client that fills in the form with every type of question."""
    services.publish(slug="contact", definition=with_every_type(definition), by=None)
    return Hand(client)


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    for step, given in MORE.items():
        monkeypatch.setitem(ANSWERS, step, given)


def stored():
    given = Submission.objects.get().answers
    return {name: value for step in MORE for name, value in given.get(step, {}).items()}


def errors(response):
    return str(response.context["form"].errors)


def test_form_with_every_type_is_valid(definition):
    assert problems_of(with_every_type(definition)) == []


def test_answers_are_stored_as_text_and_reach_the_case_in_words(filled):
    filled.fill()
    assert stored() == {
        "how_many": "10",
        "since": "2026-03-03",
        "old_address": "1 High Street\nLondon",
        "landlord": "council",
        "asked": "no",
        "when_asked": "",
        "agree": "True",
    }
    filled.send()
    with scoped(ALL):
        record = {row["question"]: row["answer"] for row in Case.objects.get().answers}
    assert record["When did it begin?"] == "3 March 2026"
    assert record["Who is your landlord?"] == "The council"
    assert record["Have you asked them?"] == "No"
    assert record["I have read how you use this"] == "Confirmed"


def test_stored_date_is_shown_again_in_its_boxes(filled):
    filled.fill(until="old-address")
    page = filled.get("since").text
    assert 'value="3"' in page
    assert 'value="2026"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [("many", "whole number"), ("0", "1 or more"), ("21", "20 or less"), ("9" * 30, "whole number")],
)
def test_number_that_does_not_fit_is_refused_with_what_does(filled, typed, words):
    filled.fill(until="how-many")
    assert words in errors(filled.post("how-many", {"how_many": typed}))


def test_impossible_date_is_refused(filled):
    filled.fill(until="since")
    wrong = {"since_day": "31", "since_month": "2", "since_year": "2026"}
    assert "date that exists" in errors(filled.post("since", wrong))


def test_follow_up_of_yes_is_asked_only_after_yes(filled):
    filled.fill(until="asked")
    assert "When did you ask?" in errors(filled.post("asked", {"asked": "yes"}))
    assert filled.post("asked", {"asked": "no"}).status_code == 302


def test_declaration_must_be_agreed_to(filled):
    filled.fill(until="agree")
    assert "I have read" in errors(filled.post("agree", {}))


def test_declaration_stands_under_a_heading(filled):
    filled.fill(until="agree")
    assert "<h1>I have read how you use this</h1>" in filled.get("agree").text


def test_half_typed_date_is_kept_when_saving_for_later(filled):
    filled.fill(until="since")
    filled.post("since", {"since_day": "3", "since_month": "", "since_year": ""}, later="1")
    assert Submission.objects.get().answers["since"]["since"] == ["3", "", ""]
    assert 'value="3"' in filled.get("since").text


def published(definition, *questions, **more):
    """Publish the contact form with one more step, after the first."""
    made = copy.deepcopy(definition)
    step = {"slug": "more", "section": {"en": "More"}, "title": {"en": "More"}, "questions": list(questions)}
    made["steps"].insert(1, step | more)
    services.publish(slug="contact", definition=made, by=None)


def test_question_about_files_that_must_be_answered_is(client, assembly, definition):
    published(definition, question("proof", "files", "Add your letter"))
    hand = Hand(client)
    hand.fill(until="more")
    refused = hand.post("more", {})
    assert refused.status_code == 422
    assert "Answer: Add your letter" in refused.text
    letter = SimpleUploadedFile("letter.txt", b"Dear Ms Vale", "text/plain")
    assert hand.post("more", {"proof": letter}).url == hand.url("device")
    hand.fill(more={})
    remove = f"remove-{Submission.objects.get().files.get().uuid}"
    hand.post("more", {}, **{remove: "Remove"})
    assert hand.get("check").url.startswith(hand.url("more"))


def test_files_cannot_be_one_of_several(definition):
    step = definition["steps"][-1] | {"at_least_one": ["proof"], "at_least_one_missing": {"en": "Add one"}}
    step |= {"slug": "more", "questions": [question("proof", "files", "Add your letter")]}
    made = definition | {"steps": [*definition["steps"], step]}
    assert [path[-1] for path, _sentence in problems_of(made)] == ["at_least_one"]


@pytest.mark.parametrize(
    "more", [{}, {"at_least_one": ["word"], "at_least_one_missing": {"en": "Choose one"}}]
)
def test_secret_that_was_chosen_may_be_left_empty(client, assembly, definition, more):
    published(definition, question("word", "secret", "Choose a word", required=not more), **more)
    hand = Hand(client)
    hand.fill(until="more")
    assert hand.post("more", {}).status_code == 200
    hand.post("more", {"word": "violet meadow"})
    chosen = Submission.objects.get().answers["more"]["word"]
    assert "Leave the box empty to keep it" in hand.get("more").text
    assert hand.post("more", {}).status_code == 302
    assert Submission.objects.get().answers["more"]["word"] == chosen


def test_ending_has_no_button_and_leads_nowhere(filled):
    filled.fill(until="not-here", landlord={"landlord": "other"})
    page = filled.get("not-here")
    assert "Find advice" in page.text
    assert "Continue" not in page.text
    assert filled.post("not-here", {}).url.endswith("/not-here/")
    assert "/not-here/" in filled.get("check").url
    assert "/not-here/" in filled.send().url
