"""The facts that a form can give fit into the columns of a case."""

from casework.cases.models import Case
from casework.cases.models.authority.authority import Authority, Knows, Relation
from casework.cases.models.messages.message import Message
from casework.cases.models.safety.risk import RiskFlag
from casework.constituents.models import Constituent, ContactPoint
from casework.questionnaires import authority
from casework.questionnaires.facts import FACTS, LONGEST, LONGEST_MESSAGE, RISKS, VALUES_OF_FACT
from cms.forms.conversion.meaning import CONDITION_LABELS, FACT_LABELS, VALUE_LABELS, VALUES


def longest(model, field):
    return model._meta.get_field(field).max_length


def test_values_of_facts_are_those_of_the_case():
    assert VALUES_OF_FACT["kind"] == set(Case.Kind.values)
    assert VALUES_OF_FACT["nature"] == set(Case.Nature.values)
    assert VALUES_OF_FACT["other_person_relation"] == set(Relation.values)
    assert VALUES_OF_FACT["other_person_knows"] == set(Knows.values)
    assert set(RiskFlag.Kind.values) == RISKS


def test_texts_of_facts_fit_into_their_columns():
    assert LONGEST["subject"] == longest(Case, "subject")
    assert LONGEST["name"] <= longest(Constituent, "name")
    assert LONGEST["language"] == longest(Constituent, "language")
    assert LONGEST["format"] == longest(Constituent, "format")
    assert LONGEST["postal_address"] == longest(ContactPoint, "value")
    assert LONGEST["other_person_why"] == longest(Authority, "why")
    assert longest(Message, "body") > LONGEST_MESSAGE


def test_facts_about_the_person_written_for_are_known():
    assert authority.FACTS <= FACTS


def test_editors_can_say_every_fact_and_every_value():
    assert set(FACT_LABELS) | set(CONDITION_LABELS) == FACTS
    assert {f"{fact}:{value}" for fact, values in VALUES.items() for value in values} == set(VALUE_LABELS)
