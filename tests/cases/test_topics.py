"""Topics come from the published form: what one office is written about changes no word at another's."""

import copy

from casework.cases.models import Case, Topic
from casework.cases.submissions import submit
from casework.questionnaires import services
from casework.questionnaires.definition import all_questions
from casework.scope import ALL, scoped
from tests.cases.test_submitting import filled
from tests.raise_case.conftest import contact, definition  # noqa: F401


def renamed(definition, name):  # noqa: F811
    changed = copy.deepcopy(definition)
    _step, question = all_questions(changed)["topic"]
    [choice] = [choice for choice in question["choices"] if choice["value"] == "transport"]
    choice["label"] = {"en": name}
    return changed


def test_publishing_a_form_writes_all_its_topics(contact, definition):  # noqa: F811
    _step, question = all_questions(definition)["topic"]
    assert {choice["value"] for choice in question["choices"]} == set(
        Topic.objects.values_list("slug", flat=True)
    )


def test_a_new_name_counts_from_its_publication_whoever_was_written_to(contact, definition):  # noqa: F811
    services.publish(slug="contact", definition=renamed(definition, "Getting around"), by=None)
    assert Topic.objects.get(slug="transport").name == "Getting around"


def test_a_case_changes_no_topic(contact, definition):  # noqa: F811
    before = list(Topic.objects.values_list("slug", "name"))
    submit(submission=filled(contact), by=None)
    with scoped(ALL):
        assert Case.objects.get().topic
    assert list(Topic.objects.values_list("slug", "name")) == before
