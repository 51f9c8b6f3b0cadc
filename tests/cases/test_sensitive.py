"""Sensitive cases: marked by a form, an answer or the topic, and never written about in an email."""

import copy
from uuid import uuid4

import pytest

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case, Topic
from casework.cases.services.facts import correct_facts
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.submission import submit
from casework.cases.services.topic import add_topic, change_topic
from casework.cases.turns import Turn
from casework.questionnaires import services
from casework.questionnaires.rules.problems import problems_of
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.cases.test_submitting import filled

PROBLEM = {"question": "kind", "in": ["problem"]}
COMMENT = {"question": "kind", "in": ["comment"]}
TRANSPORT = {"question": "topic", "in": ["transport"]}


def case_from(definition, **about):
    """Publish a definition that says this about its cases, and return a case from it."""
    changed = copy.deepcopy(definition)
    for part, facts in about.items():
        changed[part] = changed.get(part, {}) | facts
    version = services.publish(slug="contact", definition=changed, by=None)
    with scoped(ALL):
        return submit(submission=filled(version), by=None)


def facts_of(case, **changed):
    return {name: getattr(case, name) for name in ("topic", "sensitive")} | changed


@pytest.mark.parametrize(
    ("about", "sensitive"),
    [
        ({}, False),
        ({"fixed": {"sensitive": "yes"}}, True),
        ({"case": {"sensitive": [PROBLEM]}}, True),
        ({"case": {"sensitive": [COMMENT]}}, False),
        ({"case": {"sensitive": [COMMENT, TRANSPORT]}}, True),
    ],
)
def test_form_or_an_answer_makes_a_case_sensitive(contact, definition, about, sensitive):
    assert case_from(definition, **about).sensitive is sensitive


@pytest.mark.parametrize(
    "about",
    [
        {"fixed": {"sensitive": "no"}},
        {"fixed": {"sensitive": "yes"}, "case": {"sensitive": [PROBLEM]}},
        {"case": {"sensitive": ["kind"]}},
        {"case": {"safe_contact": [PROBLEM, TRANSPORT]}},
    ],
)
def test_form_that_contradicts_itself_about_its_cases_is_refused(contact, definition, about):
    case = definition["case"] | about.get("case", {})
    assert problems_of(definition | about | {"case": case})


def test_case_of_a_sensitive_topic_is_sensitive_by_whatever_channel(contact, definition, office):
    change_topic(topic=Topic.objects.get(slug="transport"), name="Transport", sensitive=True, by=None)
    assert case_from(definition).sensitive
    assert factories.case(office=office, topic=Topic.objects.get(slug="transport")).sensitive


def test_case_is_marked_and_unmarked_by_staff_and_the_log_says_so(case, ben):
    with scoped(ALL):
        correct_facts(case=case, facts=facts_of(case, sensitive=True), points={}, added={}, by=ben)
        assert Case.objects.get(pk=case.pk).sensitive
        correct_facts(case=case, facts=facts_of(case, sensitive=False), points={}, added={}, by=ben)
        assert not Case.objects.get(pk=case.pk).sensitive
        logged = Entry.objects.filter(verb=Verb.FACT_CORRECTED, subject=case.reference)
        assert [entry.detail for entry in logged] == [{"fact": "sensitive"}] * 2


def test_case_moved_to_a_sensitive_topic_becomes_sensitive_until_staff_say_otherwise(case, ben):
    topic = add_topic(name="Health", sensitive=True, by=None)
    with scoped(ALL):
        correct_facts(case=case, facts=facts_of(case, topic=topic), points={}, added={}, by=ben)
        case = Case.objects.get(pk=case.pk)
        assert case.sensitive
        correct_facts(case=case, facts=facts_of(case, sensitive=False), points={}, added={}, by=ben)
        assert not Case.objects.get(pk=case.pk).sensitive


def test_mail_about_a_sensitive_case_holds_no_word_of_it(case, ben, sent_mail):
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(sensitive=True, subject="Clinic")
        reply_to_constituent(
            case=Case.objects.get(pk=case.pk),
            body="Your clinic wrote.",
            by=ben,
            turn=Turn.CONSTITUENT,
            once=uuid4(),
        )
    (mail,) = sent_mail()
    assert mail["Subject"] == "You have a message"
    assert "clinic" not in mail.as_string().lower()
    assert case.reference not in mail.as_string()
