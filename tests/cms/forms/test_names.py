"""Names and conditions survive whatever an editor does with blocks."""

import copy
import uuid

from cms.forms.conversion.blocks_of import blocks_of
from cms.forms.conversion.definitions import definition_of
from cms.forms.conversion.names import questions_in, settled


def define(steps, names):
    return definition_of(
        title="T", declaration="D", fixed={}, steps=steps, names=names | settled(steps, names)
    )


def with_new_ids(block):
    """Return a copy as Wagtail's duplicate button makes it: a new id at every level."""
    if isinstance(block, list):
        return [with_new_ids(each) for each in block]
    if isinstance(block, dict):
        made = {key: with_new_ids(value) for key, value in block.items()}
        return made | ({"id": str(uuid.uuid4())} if "id" in block else {})
    return block


def find(steps, names, name):
    return next(
        block for step in steps for block in [step, *questions_in(step)] if names[block["id"]] == name
    )


def conditions(definition, slug):
    return next(step for step in definition["steps"] if step["slug"] == slug)["when"]


def test_renamed_question_and_answer_keep_name_and_conditions(definition):
    steps, names = blocks_of(definition)
    topic = find(steps, names, "topic")  # the step has the same slug
    question = topic["value"]["questions"][0]
    question["value"]["text"] = "Something else entirely?"
    for answer in question["value"]["choices"]:
        answer["value"]["label"] += " and more"
    made = define(steps, names)
    assert conditions(made, "who-can-help") == [{"question": "topic", "in": ["council"]}]
    assert made["case"]["topic"] == "topic"


def test_moved_steps_and_answers_keep_conditions(definition):
    steps, names = blocks_of(definition)
    question = find(steps, names, "topic")["value"]["questions"][0]
    question["value"]["choices"].reverse()
    steps.append(steps.pop(9))
    assert conditions(define(steps, names), "who-can-help") == [{"question": "topic", "in": ["council"]}]


def test_copied_step_gets_names_of_its_own_and_conditions_stay_with_the_original(definition):
    steps, names = blocks_of(definition)
    steps.insert(9, with_new_ids(copy.deepcopy(steps[8])))
    made = define(steps, names)
    assert made["steps"][9]["slug"] == "which-topic-is-closest"
    assert made["steps"][9]["questions"][0]["name"] == "which_topic_is_closest"
    assert conditions(made, "who-can-help") == [{"question": "topic", "in": ["council"]}]


def test_answer_written_again_after_deleting_does_not_take_over_the_condition(definition):
    steps, names = blocks_of(definition)
    answers = find(steps, names, "topic")["value"]["questions"][0]["value"]["choices"]
    old = next(answer for answer in answers if names[answer["id"]] == "council")
    answers[answers.index(old)] = with_new_ids(copy.deepcopy(old)) | {"value": {"label": "council"}}
    made = define(steps, names)
    values = [each["value"] for each in made["steps"][8]["questions"][0]["choices"]]
    assert "council" not in values
    assert conditions(made, "who-can-help") == [{"question": "topic", "in": ["council"]}]


def test_two_questions_with_the_same_words_get_two_names():
    steps = [
        {"type": "step", "id": "s", "value": {"title": "Names", "questions": [
            {"type": "text", "id": "a", "value": {"text": "Your name"}},
            {"type": "text", "id": "b", "value": {"text": "Your name"}},
        ]}},
    ]  # fmt: skip
    assert settled(steps, {}) == {"s": "names", "a": "your_name", "b": "your_name_2"}


def test_question_without_words_has_a_name_for_the_preview_only():
    steps = [
        {
            "type": "step",
            "id": "s",
            "value": {"title": "", "questions": [{"type": "text", "id": "a", "value": {}}]},
        }
    ]
    assert settled(steps, {}) == {"s": "step", "a": "question"}


def test_step_is_never_named_like_an_address_of_the_service():
    steps = [{"type": "step", "id": "s", "value": {"title": "Check"}}]
    assert settled(steps, {}) == {"s": "check-2"}
