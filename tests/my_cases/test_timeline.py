"""What the timeline of a person's own case reads."""

import pytest

from casework.cases.models import CaseFile
from casework.wall.scope import ALL, scoped
from portal.my_cases.timeline import FILES, HAPPENED, SAID, timeline
from tests import factories

PDF = {"content_type": "application/pdf", "size": 1, "sha256": "0"}


@pytest.fixture
def two_cases(case, ada, office):
    """Return two cases of ada, each with a file on its first message."""
    other = factories.case(office=office, raised_by=ada)
    with scoped(ALL):
        for each in (case, other):
            message, name = each.messages.get(), each.reference
            CaseFile.objects.create(office=office, case=each, message=message, key=name, name=name, **PDF)
        yield case, other


def test_timeline_shows_a_file_with_its_message(two_cases, ada):
    case, _other = two_cases
    [entry] = [entry for entry in timeline(case, ada, shares=[]) if entry.get("message")]
    assert [file["name"] for file in entry["files"]] == [case.reference]


@pytest.mark.parametrize("rows", [SAID, FILES, HAPPENED], ids=["messages", "files", "events"])
def test_timeline_reads_nothing_of_another_case(two_cases, ada, rows):
    case, _other = two_cases
    assert {row.case_id for row in rows.rows(ada, case=case.pk)} == {case.pk}
