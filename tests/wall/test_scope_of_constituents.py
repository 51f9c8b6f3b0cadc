"""What the database is told of a person who reads their own cases."""

from django.contrib.auth.models import AnonymousUser

from casework.cases.wall import scope_of
from casework.scope import NOTHING, Scope
from tests import factories
from tests.representing import case_for_mother


def test_a_constituent_is_told_of_their_own_cases_alone(assembly, case):
    factories.case(office=assembly.rival, raised_by=assembly.bea)
    assert scope_of(assembly.ada) == Scope(person=assembly.ada.pk, cases=frozenset([case.pk]))


def test_a_word_opens_the_record_of_its_case_and_of_no_other(assembly, case):
    hidden, _shut = (factories.case(office=assembly.office, safe_contact=True) for _ in range(2))
    assembly.ada.opened_cases = frozenset([hidden.pk])
    assert scope_of(assembly.ada) == Scope(
        person=assembly.ada.pk,
        cases=frozenset([case.pk, hidden.pk]),
        people=frozenset([hidden.constituent_id]),
    )


def test_a_case_for_somebody_who_did_not_agree_is_withheld(assembly):
    case = case_for_mother(assembly)
    assert scope_of(assembly.ada) == Scope(person=assembly.ada.pk, withheld=frozenset([case.pk]))


def test_of_a_stranger_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scope_of(AnonymousUser()) == NOTHING
