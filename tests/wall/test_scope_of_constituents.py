"""The database scope of a constituent who reads their own cases."""

from django.contrib.auth.models import AnonymousUser

from casework.cases.scope import scope_of
from casework.wall.scope import NOTHING, Scope
from tests import factories
from tests.authority import case_for_mother


def test_constituent_scope_contains_only_own_cases(assembly, case):
    factories.case(office=assembly.rival, raised_by=assembly.bea)
    assert scope_of(assembly.ada) == Scope(person=assembly.ada.pk, cases=frozenset([case.pk]))


def test_safe_word_opens_only_the_record_of_its_case(assembly, case):
    hidden, _shut = (factories.case(office=assembly.office, safe_contact=True) for _ in range(2))
    assembly.ada.opened_cases = frozenset([hidden.pk])
    assert scope_of(assembly.ada) == Scope(
        person=assembly.ada.pk,
        cases=frozenset([case.pk, hidden.pk]),
        people=frozenset([hidden.constituent_id]),
    )


def test_case_for_another_person_without_authority_is_withheld(assembly):
    case = case_for_mother(assembly)
    assert scope_of(assembly.ada) == Scope(person=assembly.ada.pk, withheld=frozenset([case.pk]))


def test_anonymous_scope_needs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scope_of(AnonymousUser()) == NOTHING
