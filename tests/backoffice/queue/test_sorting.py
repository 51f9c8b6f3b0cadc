"""Sorting the queue by its columns."""

import pytest

from casework.cases.models import Case, Deadline, Topic
from casework.wall.scope import ALL, scoped
from tests import factories

SORTS = [
    "case",
    "-case",
    "from",
    "topic",
    "borough",
    "turn",
    "since",
    "-since",
    "deadline",
    "-deadline",
    "owner",
]


@pytest.mark.parametrize("sort", SORTS)
def test_each_column_sorts_and_pages_by_key(desk, ben, office, monkeypatch, sort):
    monkeypatch.setattr("backoffice.cases.queue.lists.PAGE_SIZE", 2)
    topic = Topic.objects.create(slug="buses", name="Buses")
    for subject in ("Bus", "apple", "Bus", "cat", "Zoo"):
        case = factories.case(office=office, subject=subject)
        if subject == "Bus":
            with scoped(ALL):
                Case.objects.filter(pk=case.pk).update(topic=topic, assignee=ben)
                Deadline.objects.filter(case=case).delete()
    client, seen, address = desk(ben), [], f"/office/cases/?sort={sort}"
    while address:
        page = client.get(address)
        seen += page.context["page"].cases
        address = page.context["next"]
    assert len({case.pk for case in seen}) == len(seen) == 5
    if sort.endswith("case"):
        names = [case.subject.lower() for case in seen]
        assert names == sorted(names, reverse=sort.startswith("-"))


def test_heading_says_how_the_list_is_sorted_and_sorts_the_other_way(desk, ben, case):
    page = desk(ben).get("/office/cases/?sort=from&turn=office").context["headings"]
    [heading] = [each for each in page if each["now"]]
    assert heading["now"] == "ascending"
    assert "sort=-from" in heading["url"]
    assert "turn=office" in heading["url"]


@pytest.mark.parametrize("sort", ["x", "-", "next", "--case", "case&after=x"])
def test_address_with_no_such_column_shows_the_usual_order(desk, ben, case, sort):
    assert desk(ben).get(f"/office/cases/?sort={sort}").status_code == 200
