"""The forms that an installation begins with: contact is published, the others are drafts."""

import json

import pytest

from casework.questionnaires.definition import all_questions
from casework.questionnaires.rules.advice import advice_of
from casework.questionnaires.rules.problems import problems_of
from casework.questionnaires.services import current_version, publish
from cms.forms.models import Form
from ops.set_up.form import (
    STARTERS,
    publish_standard_form,
    standard_form,
    starter_form,
    write_starters,
)
from ops.set_up.reading import london

FORMS = json.loads(STARTERS.read_text())


@pytest.mark.parametrize("starter", FORMS, ids=lambda each: each["slug"])
@pytest.mark.django_db
def test_starter_form_can_be_published_as_it_is(starter):
    assert problems_of(starter_form(starter, words=london().words)) == []


@pytest.mark.parametrize("starter", FORMS, ids=lambda each: each["slug"])
@pytest.mark.django_db
def test_starter_form_asks_something_of_its_own(starter):
    own = {question["name"] for step in starter["steps"] for question in step.get("questions", [])}
    assert own <= set(all_questions(starter_form(starter, words=london().words)))
    assert own


@pytest.mark.django_db
def test_contact_form_is_easy_to_read():
    assert advice_of(standard_form(london().words)) == []


@pytest.mark.django_db
def test_set_up_publishes_contact_and_makes_drafts_of_the_others_once():
    assert publish_standard_form(words=london().words)
    assert len(list(write_starters(words=london().words))) == len(FORMS)
    assert not publish_standard_form(words=london().words)
    assert list(write_starters(words=london().words)) == []
    assert current_version("contact").number == 1
    assert set(Form.objects.filter(live=True).values_list("slug", flat=True)) == {"contact"}
    assert Form.objects.count() == len(FORMS) + 1


@pytest.mark.django_db
def test_form_that_was_published_before_forms_were_snippets_is_adopted():
    definition = starter_form(FORMS[0], words=london().words)
    publish(slug="contact", definition=definition, by=None)
    assert not publish_standard_form(words=london().words)
    assert Form.objects.get(slug="contact").definition() == definition
    assert current_version("contact").number == 1


@pytest.mark.parametrize("starter", FORMS, ids=lambda each: each["slug"])
def test_own_steps_of_a_starter_form_have_a_reading_age_of_at_most_nine(starter):
    assert advice_of({"steps": starter["steps"]}) == []
