"""What editors may publish, and what is refused with a sentence."""

import copy
import json

import pytest

from casework.questionnaires.definition import InvalidDefinition, validate
from tests.raise_case.conftest import DATA

CONTACT = json.loads(DATA.read_text())


def step(definition, slug):
    return next(step for step in definition["steps"] if step["slug"] == slug)


def refusal(change):
    definition = copy.deepcopy(CONTACT)
    change(definition)
    with pytest.raises(InvalidDefinition) as refused:
        validate(definition)
    return " ".join(refused.value.problems)


def test_the_contact_form_is_sound():
    validate(CONTACT)


def test_every_question_of_the_contact_form_says_why_it_is_asked():
    assert "reason why" in refusal(lambda d: d["steps"][0]["questions"][0].pop("need"))


def test_a_condition_may_only_look_back():
    condition = [{"question": "language", "in": ["en"]}]
    assert "not asked before it" in refusal(lambda d: d["steps"][0].update(when=condition))


def test_a_question_name_is_used_once():
    assert "taken" in refusal(lambda d: step(d, "about")["questions"][0].update(name="safe"))


def test_a_step_name_is_used_once():
    assert "twice" in refusal(lambda d: d["steps"][1].update(slug="safety"))


@pytest.mark.parametrize("slug", ["check", "sent", "later", "done", "Über", "a b", ""])
def test_a_step_cannot_take_a_name_of_ours_or_one_no_address_can_hold(slug):
    assert "another name" in refusal(lambda d: d["steps"][1].update(slug=slug))


def test_what_every_case_needs_must_be_asked_of_everyone():
    assert "everyone" in refusal(lambda d: step(d, "about")["questions"][0].pop("required"))
    assert "No question says" in refusal(lambda d: d["case"].pop("subject"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.com", "//example.com", "data:x"])
def test_links_lead_to_safe_places(url):
    assert "links to" in refusal(lambda d: step(d, "who-can-help")["content"][2].update(url=url))


def test_a_step_that_takes_files_asks_nothing_else():
    extra = step(CONTACT, "topic")["questions"][0] | {"name": "extra"}
    files = next(i for i, step in enumerate(CONTACT["steps"]) if step["slug"] == "files")
    assert "takes files" in refusal(lambda d: d["steps"][files]["questions"].append(extra))


@pytest.mark.parametrize(
    "junk", [None, [], "x", 1, {}, {"schema": 1}, {"schema": 1, "steps": [1]}, {"schema": 2}]
)
def test_what_is_no_definition_is_refused_in_words(junk):
    with pytest.raises(InvalidDefinition):
        validate(junk)
