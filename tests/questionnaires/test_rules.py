"""Rules about conditions, reachable steps, and facts of the case."""

import copy
import json

import pytest

from casework.questionnaires.journey import asked_steps
from casework.questionnaires.rules.problems import problems_of
from ops.set_up.form import CONTACT as FILE

CONTACT = json.loads(FILE.read_text())


def step(definition, slug):
    return next(step for step in definition["steps"] if step["slug"] == slug)


def question(definition, slug, number=0):
    return step(definition, slug)["questions"][number]


def problems(change):
    definition = copy.deepcopy(CONTACT)
    change(definition)
    return problems_of(definition)


def test_condition_on_an_answer_that_is_gone_names_it_at_the_condition():
    ((path, sentence),) = problems(
        lambda d: question(d, "topic")["choices"][6].update(value="another", label={"en": "Another"})
    )
    number = CONTACT["steps"].index(step(CONTACT, "who-can-help"))
    assert path == ("steps", number, "when", 0)
    assert "“Topic”" in sentence
    assert "council" in sentence


def test_step_that_no_answer_leads_to_is_refused_and_the_deciding_question_named():
    when = [{"question": "kind", "in": ["problem"]}, {"question": "kind", "in": ["comment"]}]
    ((_path, sentence),) = problems(lambda d: step(d, "link").update(when=when))
    assert "No one can reach this step" in sentence
    assert "case" in sentence


def test_step_behind_an_unreachable_step_is_refused_too():
    def change(definition):
        step(definition, "person")["when"].append({"question": "for_whom", "in": ["me"]})
        step(definition, "where")["when"] = [{"question": "person_knows", "in": ["no"]}]

    found = problems(change)
    unreachable = [path[1] for path, sentence in found if "No one can reach" in sentence]
    slugs = [CONTACT["steps"][number]["slug"] for number in unreachable]
    assert slugs == ["person", "where", "link"]


def test_two_ticks_of_one_question_can_both_be_needed():
    when = [{"question": "risk", "in": ["life"]}, {"question": "risk", "in": ["eviction"]}]
    assert problems(lambda d: step(d, "please-read").update(when=when)) == []


@pytest.mark.parametrize(
    ("when", "asked"),
    [
        ({"any": [{"question": "kind", "in": ["comment"]}, {"question": "nature", "in": ["policy"]}]}, True),
        ({"all": [{"question": "kind", "in": ["comment"]}, {"question": "nature", "in": ["policy"]}]}, False),
        ([{"question": "kind", "not_in": ["comment"]}], True),
        ([{"question": "nature", "not_in": ["policy", "other"]}], False),
    ],
)
def test_and_or_and_not_decide_whether_a_step_is_asked(when, asked):
    definition = copy.deepcopy(CONTACT)
    step(definition, "link")["when"] = when
    answers = {"about": {"kind": "problem", "nature": "policy"}}
    assert ("link" in [each["slug"] for each in asked_steps(definition, answers)]) is asked


def test_member_typed_into_a_box_is_refused():
    ((path, sentence),) = problems(lambda d: question(d, "member").update(type="text"))
    assert "question of this type" in sentence
    assert path[0] == "steps"


def test_subject_longer_than_a_case_holds_is_refused():
    assert "120" in problems(lambda d: question(d, "details").update(max_length=121))[0][1]


def test_message_longer_than_a_message_holds_is_refused():
    assert "18000" in problems(lambda d: question(d, "details", 1).update(max_length=19_000))[0][1]


def test_kind_that_a_case_does_not_have_is_refused_at_its_answer():
    ((path, _sentence),) = problems(lambda d: question(d, "about")["choices"][0].update(value="rant"))
    assert path[-3:] == ("choices", 0, "label")


def test_fact_from_two_questions_is_refused_at_the_second():
    found = problems(lambda d: d["case"].update(subject=["subject", "name"]))
    assert any("Two questions" in sentence for _path, sentence in found)
