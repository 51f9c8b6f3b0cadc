"""Topics are written when a form is published, never by a submitted case."""

import copy

from casework.cases.models import Case, Topic
from casework.cases.services.submission import submit
from casework.cases.services.topic import add_topic
from casework.questionnaires import services
from casework.questionnaires.definition import all_questions
from casework.wall.scope import ALL, scoped
from tests.cases.test_submitting import filled


def renamed(definition, name):
    changed = copy.deepcopy(definition)
    _step, question = all_questions(changed)["topic"]
    [choice] = [choice for choice in question["choices"] if choice["value"] == "transport"]
    choice["label"] = {"en": name}
    return changed


def test_publishing_a_form_writes_its_topics(contact, definition):
    _step, question = all_questions(definition)["topic"]
    assert {choice["value"] for choice in question["choices"]} == set(
        Topic.objects.values_list("slug", flat=True)
    )


def test_topics_of_a_form_and_of_administrators_are_public(contact, definition):
    add_topic(name="Noise at night", by=None)
    assert not Topic.objects.filter(public=False).exists()


def test_renamed_topic_changes_on_publication(contact, definition):
    services.publish(slug="contact", definition=renamed(definition, "Getting around"), by=None)
    assert Topic.objects.get(slug="transport").name == "Getting around"


def test_submitting_a_case_changes_no_topic(contact, definition):
    before = list(Topic.objects.values_list("slug", "name"))
    submit(submission=filled(contact), by=None)
    with scoped(ALL):
        assert Case.objects.get().topic
    assert list(Topic.objects.values_list("slug", "name")) == before
