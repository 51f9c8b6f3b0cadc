"""Validation of questionnaire definitions."""

import copy
import json

import pytest

from casework.questionnaires.rules.problems import InvalidDefinition, validate
from ops.set_up.form import CONTACT as FILE

CONTACT = json.loads(FILE.read_text())


def step(definition, slug):
    return next(step for step in definition["steps"] if step["slug"] == slug)


def refusal(change):
    definition = copy.deepcopy(CONTACT)
    change(definition)
    with pytest.raises(InvalidDefinition) as refused:
        validate(definition)
    return " ".join(refused.value.problems)


def test_contact_form_definition_is_valid():
    validate(CONTACT)


def test_question_without_a_need_is_refused():
    assert "reason why" in refusal(lambda d: d["steps"][0]["questions"][0].pop("need"))


def test_condition_on_a_later_question_is_refused():
    condition = [{"question": "language", "in": ["en"]}]
    assert "not asked before it" in refusal(lambda d: d["steps"][0].update(when=condition))


def test_duplicate_question_name_is_refused():
    assert "taken" in refusal(lambda d: step(d, "about")["questions"][0].update(name="safe"))


def test_duplicate_step_slug_is_refused():
    assert "twice" in refusal(lambda d: d["steps"][1].update(slug="safety"))


@pytest.mark.parametrize("slug", ["check", "sent", "later", "done", "Über", "a b", ""])
def test_reserved_or_invalid_step_slug_is_refused(slug):
    assert "another name" in refusal(lambda d: d["steps"][1].update(slug=slug))


def test_missing_or_optional_required_fact_is_refused():
    assert "everyone" in refusal(lambda d: step(d, "about")["questions"][0].pop("required"))
    assert "No question says" in refusal(lambda d: d["case"].pop("subject"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.com", "//example.com", "data:x"])
def test_unsafe_link_is_refused(url):
    assert "links to" in refusal(lambda d: step(d, "who-can-help")["content"][2].update(url=url))


def test_file_step_with_another_question_is_refused():
    extra = step(CONTACT, "topic")["questions"][0] | {"name": "extra"}
    files = next(i for i, step in enumerate(CONTACT["steps"]) if step["slug"] == "files")
    assert "takes files" in refusal(lambda d: d["steps"][files]["questions"].append(extra))


@pytest.mark.parametrize(
    "junk", [None, [], "x", 1, {}, {"schema": 1}, {"schema": 1, "steps": [1]}, {"schema": 2}]
)
def test_malformed_definition_raises_invalid_definition(junk):
    with pytest.raises(InvalidDefinition):
        validate(junk)
