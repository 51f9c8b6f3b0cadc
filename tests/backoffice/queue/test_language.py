"""Which language people read: a column and a filter of the queue, and a filter of the search."""

import pytest

from casework.constituents.models import Constituent
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.queue.pages import QUEUE, listed


@pytest.fixture
def readers(office):
    """Cases whose subjects say what is known: the language that was asked for, and that in which people wrote."""
    for asked, used in [("polski", "en"), ("", "pl"), ("Somali", "en"), ("", "en"), ("", "")]:
        case = factories.case(office=office, subject=f"{asked or '-'} lift {used or '-'}")
        with scoped(ALL):
            facts = {"language": asked, "language_code": used}
            Constituent.objects.filter(pk=case.constituent_id).update(**facts)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("pl", {"polski lift en", "- lift pl"}),
        ("en", {"- lift en"}),
        ("ar", set()),
        ("other", {"Somali lift en"}),
    ],
)
def test_language_filter_of_queue_and_search_shows_who_reads_it(desk, ben, readers, language, expected):
    client = desk(ben)
    assert set(listed(client, language=language)) == expected
    found = client.get("/office/search/", {"q": "lift", "language": language}).context["found"]
    assert {result.case.subject for result in found.shown} == expected


def test_language_column_shows_and_sorts_by_the_language_in_which_people_wrote(desk, ben, readers):
    client = desk(ben)
    client.post(f"{QUEUE}columns/", {"columns": ["language"]})
    cases = client.get(QUEUE, {"sort": "language"}).context["page"].cases
    assert [case.in_language for case in cases] == ["", "English", "Polish", "polski", "Somali"]
