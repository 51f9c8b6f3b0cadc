"""What searching the queue writes to the log."""

import pytest

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests.backoffice.queue.pages import QUEUE


def list_entries():
    with scoped(ALL):
        return [(entry.office_id, entry.detail) for entry in Entry.objects.filter(verb=Verb.LIST_READ)]


def test_search_is_logged_without_its_words(desk, ben, case):
    desk(ben).get(QUEUE, {"view": "mine", "q": "Amina", "turn": "office", "topic": "no such topic"})
    assert list_entries() == [(case.office_id, {"view": "mine", "filters": "q,turn"})]


def test_search_over_two_offices_is_logged_in_both(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(office=assembly.sister, user=ben, role="caseworker")
    desk(ben).get(QUEUE, {"q": "lift"})
    assert {office for office, _detail in list_entries()} == {assembly.office.pk, assembly.sister.pk}


@pytest.mark.parametrize("query", [{}, {"view": "open"}, {"q": "", "turn": "none such"}])
def test_unfiltered_list_is_logged_without_filters(desk, ben, case, query):
    desk(ben).get(QUEUE, query)
    assert list_entries() == [(case.office_id, {"view": "open", "filters": ""})]
