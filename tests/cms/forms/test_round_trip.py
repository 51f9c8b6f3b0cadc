"""From definitions to blocks and back."""

import json

import pytest

from cms.forms.conversion.blocks_of import blocks_of
from cms.forms.conversion.definitions import definition_of
from cms.forms.conversion.names import settled


def back(definition):
    steps, names = blocks_of(definition)
    texts = {key: definition[key]["en"] for key in ("title", "declaration")}
    return definition_of(**texts, fixed=definition.get("fixed", {}), steps=steps, names=settled(steps, names))


def test_contact_form_is_equal_after_conversion_to_blocks_and_back(definition):
    assert json.dumps(back(definition), sort_keys=True) == json.dumps(definition, sort_keys=True)


@pytest.mark.parametrize("when", [{"any": 2}, {"any": 1}, "not"])
def test_conditions_survive_conversion(definition, when):
    conditions = [{"question": "topic", "in": ["fire"]}, {"question": "kind", "not_in": ["comment"]}]
    step = next(step for step in definition["steps"] if step["slug"] == "who-can-help")
    step["when"] = (
        {"any": conditions} if when == {"any": 2} else conditions[:1] if when != "not" else conditions
    )
    assert back(definition) == definition


def test_answer_that_reveals_a_question_and_shows_help_survives(definition):
    answer = definition["steps"][0]["questions"][0]["choices"][1]
    answer["help"] = [{"text": {"en": "Call 999"}, "url": "tel:999"}, {"text": {"en": "Now"}}]
    assert back(definition) == definition


def test_condition_on_the_borough_of_a_place_survives(definition):
    step = next(step for step in definition["steps"] if step["slug"] == "who-can-help")
    step["when"] = [{"question": "where_borough", "in": ["E09000025"]}]
    place = next(step for step in definition["steps"] if step["slug"] == "where")
    definition["steps"].remove(place)
    definition["steps"].insert(0, place)
    assert back(definition) == definition


def test_answer_shown_beside_the_case_survives(definition):
    definition["steps"][5]["questions"][0]["on_case_page"] = True
    assert back(definition) == definition
