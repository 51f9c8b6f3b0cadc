"""Paging through the queue: no case is repeated or skipped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.queue.pages import QUEUE, change, listed, many

INVALID_CURSORS = [
    "~~",
    "~\x00~2026-01-01T00:00Z",
    "LA~~0001-01-01T00:00+14:00",
    "LA~0-0-0~2026-01-01",
    "\x00~~2026-01-01",
]


def walk(client, **query):
    """Return the subjects of all pages of a list."""
    found, after = [], ""
    while True:
        page = client.get(QUEUE, query | {"after": after}).context["page"]
        found += [case.subject for case in page.cases]
        if not page.next:
            return found
        after = page.next


@pytest.mark.parametrize(
    "junk", ["\x00", "'", "%", "no-such-thing", "9" * 500, "😀", "<script>", *INVALID_CURSORS]
)
def test_invalid_query_parameters_are_ignored(desk, ben, case, junk):
    names = ["view", "q", "turn", "owner", "topic", "borough", "member", "after"]
    response = desk(ben).get(QUEUE, dict.fromkeys(names, junk))
    assert response.status_code == 200
    assert "<script>" not in response.text.split("</head>")[1].replace("&lt;script&gt;", "")


@pytest.mark.parametrize("day", [None, timezone.localdate()])
def test_pages_of_equal_sort_keys_neither_repeat_nor_skip(desk, ben, office, day):
    many(office, 120, next_on=day)
    found = walk(desk(ben))
    assert len(found) == len(set(found)) == 120


def test_pages_continue_from_dated_to_undated_cases(desk, ben, office):
    many(office, 49, next_on=timezone.localdate())
    many(office, 60)
    assert len(walk(desk(ben))) == 109


def test_closed_cases_are_paged(desk, ben, office):
    many(office, 70, turn="", closed_at=timezone.now(), ending="office", outcome="Done")
    found = walk(desk(ben), view="closed")
    assert len(found) == len(set(found)) == 70


@pytest.mark.parametrize(
    ("view", "facts"),
    [
        ("open", {"waiting_since": timezone.now()}),
        ("open", {"next_on": timezone.localdate()}),
        ("no-ones", {}),
    ],
    ids=["answered", "dated", "assigned"],
)
def test_change_to_the_cursor_row_skips_no_case_on_the_next_page(desk, ben, office, view, facts):
    many(office, 60)
    page = desk(ben).get(QUEUE, {"view": view}).context["page"]
    change(page.cases[-1], **facts or {"assignee": ben})
    first, then = {case.subject for case in page.cases}, set(listed(desk(ben), view=view, after=page.next))
    assert first | then == {f"Case {n}" for n in range(60)}


def test_page_without_remaining_cases_says_so(desk, ben, office):
    many(office, 51)
    after = desk(ben).get(QUEUE).context["page"].next
    with scoped(ALL):
        Case.objects.update(waiting_since=timezone.now() - timedelta(1), next_on=timezone.localdate())
    assert "No case is left after the ones that you have seen." in desk(ben).get(QUEUE, {"after": after}).text


def test_cursor_of_another_offices_case_equals_an_unknown_cursor(desk, ben, assembly, case):
    theirs = factories.case(office=assembly.rival)
    client = desk(ben)
    for place in ("{}", "{}~~2026-01-01T00:00:00Z", "{}~2026-01-01~2026-01-01T00:00:00Z"):
        pages = [
            client.get(QUEUE, {"after": place.format(ref)}) for ref in (theirs.reference, "LA-2222-2222")
        ]
        assert [[row.pk for row in page.context["page"].cases] for page in pages] == [[case.pk]] * 2
        assert pages[0].text.count("This is its start") == pages[1].text.count("This is its start")
