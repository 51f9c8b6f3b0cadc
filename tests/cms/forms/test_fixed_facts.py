"""A form that says kind, nature and topic for everyone, instead of asking."""

import pytest
from django.test import Client

from casework.cases.models import Case, Topic
from casework.questionnaires.rules.problems import problems_of
from casework.questionnaires.services import current_version
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS, Hand

from .conftest import changed

ASKED = ("What is this about?", "Which topic is closest?")
FIXED = {"kind": "complaint", "nature": "casework", "topic": "Late buses", "sensitive": "yes"}


def ask_less(steps):
    """Take out the steps that ask for kind, nature and topic, and those that depend on the topic."""
    steps[:] = [step for step in steps if step["value"]["title"] not in ASKED]
    steps[:] = [step for step in steps if not step["value"]["title"].endswith("can help with this")]


@pytest.fixture
def published(desk, contact):
    response = desk.publish(changed(contact, ask_less), **FIXED)
    assert response.status_code == 302, response.context["form"].errors


def test_case_has_the_facts_of_the_form(published):
    hand = Hand(Client())
    answers = {step: given for step, given in ANSWERS.items() if step not in {"about", "topic"}}
    hand.fill(**answers)
    hand.send()
    with scoped(ALL):
        case = Case.objects.get()
    assert (case.kind, case.nature, case.topic.name) == ("complaint", "casework", "Late buses")
    assert case.sensitive


def test_topic_is_known_to_the_offices_once_the_form_is_published(published):
    assert Topic.objects.filter(slug="late-buses", name="Late buses").exists()


def test_fact_that_is_fixed_and_asked_is_refused_at_its_field(desk, contact):
    assert "kind" in desk.publish(contact, kind="complaint").context["form"].errors


def mean(meaning, *asked):
    """Return a change that lets the first answer of each of these questions mean this."""

    def change(steps):
        for question in (each for step in steps for each in step["value"]["questions"]):
            if question["value"]["text"] in asked:
                question["value"]["choices"][0]["value"]["means"] = meaning

    return change


def test_answers_of_two_questions_make_a_case_sensitive(desk, contact):
    change = mean("sensitive", "Which topic is closest?", "What links you to London?")
    response = desk.publish(changed(contact, change))
    assert response.status_code == 302, response.context["form"].errors
    assert len(current_version("contact").definition["case"]["sensitive"]) == 2


def test_second_question_about_safe_contact_is_refused_and_not_ignored(desk, contact):
    response = desk.publish(changed(contact, mean("safe_contact", "Which topic is closest?")))
    assert "Leave it to one" in response.text
    assert current_version("contact").number == 1


def test_missing_fact_is_refused(desk, contact):
    response = desk.publish(changed(contact, ask_less), kind="complaint", nature="")
    assert "nature" in response.context["form"].errors
    assert current_version("contact").number == 1


@pytest.mark.parametrize("fixed", [{"member": "ines-vale"}, {"kind": "rant"}, {"topic": "!"}, {"kind": 1}])
def test_fact_that_cannot_be_fixed_is_refused(definition, fixed):
    assert problems_of(definition | {"fixed": fixed})
