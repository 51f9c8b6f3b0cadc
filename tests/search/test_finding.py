"""Cases are found by what people remember of them, in their own office only."""

import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from casework.cases.services.messages.message import add_note, receive_message, reply_to_constituent
from casework.cases.services.search import CASE, find_cases, index_person, read_typed
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.constituents.services import add_contact_point
from casework.search import store
from casework.search.store import OutOfScope
from casework.wall.scope import ALL, NOTHING, office_scope, scoped
from tests import factories


@pytest.fixture
def siobhan(office):
    """A case of a person with accents, a phone and an address."""
    case = factories.case(office=office, subject="Broken tiles", body="The stairwell floods every winter.")
    with scoped(ALL):
        person = case.constituent
        person.name = "Siobhán O’Neil-Łukasz"
        person.save()
        points = {"phone": "+44 20 7946 0142", "post": "12 Mill Road, E8 1EA", "email": "s.on@mail.example"}
        for kind, value in points.items():
            add_contact_point(constituent=person, kind=kind, value=value)
        index_person(person)
    return case


@pytest.mark.parametrize(
    "typed",
    [
        "siobhan oneil lukasz",
        "LUKASZ siobhán",
        "O'Neil",
        "020 7946 0142",
        "+442079460142",
        "0142",
        "s.on@mail.example",
        "mill road",
        "e8 1ea",
        "tile",
        "flooding winter",
        "siobhan stairwell",
    ],
)
def test_case_is_found_by_what_people_remember(found_in, office, siobhan, typed):
    assert found_in(office, typed) == [siobhan.pk]


@pytest.mark.parametrize("typed", ["siob", "0142", "stairw", "7946 0142"])
def test_case_is_found_while_somebody_types(found_in, office, siobhan, typed):
    assert found_in(office, typed, typing=True) == [siobhan.pk]


def test_reference_is_found_in_any_spelling(found_in, office, siobhan):
    reference = siobhan.reference
    for typed in (reference, reference.lower(), reference.replace("-", ""), reference.split("-", 1)[1]):
        assert found_in(office, typed) == [siobhan.pk]


def test_every_word_must_be_there(found_in, office, siobhan):
    assert found_in(office, "siobhan elephant") == []


def test_name_that_sounds_alike_comes_last(found_in, office, siobhan):
    exact = factories.case(office=office, subject="Shobhan wrote")
    assert found_in(office, "shobhan") == [exact.pk, siobhan.pk]


def test_facts_come_before_words_and_latest_first(found_in, office):
    words = factories.case(office=office, body="About the elephant.")
    first = factories.case(office=office, subject="Elephant")
    second = factories.case(office=office, subject="Elephant")
    assert found_in(office, "elephant") == [second.pk, first.pk, words.pk]


def test_each_page_continues_after_the_last_row_of_the_previous_one(office, found_in):
    for number in range(7):
        factories.case(office=office, subject="Elephant" if number % 2 else "Lift", body="An elephant.")
    everything = found_in(office, "elephant")
    with scoped(office_scope(office.pk)):
        query, after, paged = read_typed("elephant"), None, []
        while hits := find_cases(query, most=2, after=after):
            paged += [hit.thing for hit in hits]
            after = hits[-1]
    assert len(everything) == 7
    assert paged == everything


def test_what_is_written_later_is_found_at_once(found_in, office, ada, ben, case):
    with scoped(office_scope(office.pk)):
        receive_message(case=case, body="Now the giraffe.", by=ada, once=uuid.uuid4())
        add_note(case=case, body="Ask the zebra.", by=ben, once=uuid.uuid4())
        reply_to_constituent(case=case, body="Dear hippo", by=ben, turn=Turn.OFFICE, once=uuid.uuid4())
    for word in ("giraffe", "zebra", "hippo"):
        assert found_in(office, word) == [case.pk]


def test_write_that_fails_leaves_nothing_in_the_index(found_in, office, ben, case):
    with scoped(office_scope(office.pk)), transaction.atomic():
        add_note(case=case, body="Ask the zebra.", by=ben, once=uuid.uuid4())
        transaction.set_rollback(True)
    assert found_in(office, "zebra") == []


def test_another_office_finds_nothing(found_in, assembly, siobhan):
    assert found_in(assembly.sister, "siobhan") == []
    assert found_in(assembly.rival, siobhan.reference) == []


def test_without_offices_nothing_is_found(siobhan):
    for scope in (NOTHING, ALL):
        with scoped(scope):
            assert find_cases(read_typed("siobhan"), most=5) == []


def test_row_of_another_office_cannot_be_written(assembly, siobhan):
    with scoped(office_scope(assembly.rival.pk)), pytest.raises(OutOfScope):
        store.add(kind=CASE, thing=siobhan.pk, office=assembly.office.pk, words=["bait"])


def test_dropped_case_is_not_found(found_in, office, siobhan):
    with scoped(office_scope(office.pk)):
        store.drop(kind=CASE, thing=siobhan.pk, office=office.pk)
    assert found_in(office, "siobhan") == []
    assert store.faults() == []


def test_case_with_very_many_words_is_stored_all_the_same(found_in, office, ben, case):
    body = " ".join(f"{number:x}{'অক্ষর' * 5}" for number in range(600))[:20_000]
    with scoped(office_scope(office.pk)):
        for _time in range(3):
            add_note(case=case, body=body, by=ben, once=uuid.uuid4())
    assert found_in(office, "lift") == [case.pk]


def test_reindex_makes_the_same_index(found_in, office, ada, ben, siobhan, case):
    with scoped(office_scope(office.pk)):
        add_note(case=case, body="Ask the zebra at 020 7946 0999.", by=ben, once=uuid.uuid4())
    asked = ("siobhan", "zebra", "tile", "020 7946 0999", "lift", case.reference, ada.email)
    before = [found_in(office, typed) for typed in asked]
    call_command("reindex", empty=True, stdout=StringIO())
    assert [found_in(office, typed) for typed in asked] == before
    assert all(before)


def test_corrected_name_is_found_and_the_old_one_is_not(found_in, office, siobhan):
    with scoped(office_scope(office.pk)):
        Constituent.objects.filter(pk=siobhan.constituent_id).update(name="Wanda Quill")
        index_person(Constituent.objects.get(pk=siobhan.constituent_id))
    assert found_in(office, "quill") == [siobhan.pk]
    assert found_in(office, "siobhan") == []


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "sql", ["select * from search_entry", "delete from search_entry", "update search_entry set office_id = 1"]
)
def test_app_role_has_no_right_on_the_index(siobhan, sql):
    with scoped(ALL), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.postgresql
def test_function_refuses_to_write_for_another_office(assembly, siobhan):
    asked = "select search_add('c', %s, %s, array['bait'])"
    rival = scoped(office_scope(assembly.rival.pk))
    with rival, pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked, [siobhan.pk, assembly.office.pk])


@pytest.mark.postgresql
def test_quotation_marks_in_a_term_do_not_reach_another_office(assembly, siobhan):
    """The service never sends one; whoever can run SQL as the service gains nothing by it."""
    term = f"x' | 'c{assembly.office.pk}·siobhan"
    with scoped(office_scope(assembly.rival.pk)), connection.cursor() as cursor:
        for typed in (term, term.replace(" ", "\t"), term.replace(" ", "\\")):
            cursor.execute("select * from search_find('c', %s, '{}', -1, 0, 0, 5)", [[typed]])
            assert cursor.fetchall() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about FTS5")
def test_index_that_differs_from_its_table_is_a_finding(siobhan):
    assert store.faults() == []
    with connection.cursor() as cursor:
        cursor.execute("insert into search_tokens (search_tokens) values ('delete-all')")
    assert len(store.faults()) == 1
