"""The columns of the queue: each person chooses theirs, and every column sorts."""

import pytest

from backoffice.cases.queue.sorting import COLUMNS
from casework.cases.services.queue.tag import add_tag
from casework.constituents.models import Constituent
from casework.wall.scope import ALL, scoped
from tests import factories

QUEUE, CHOICE = "/office/cases/", "/office/cases/columns/"


def heads(page):
    return [str(heading["words"]) for heading in page.context["headings"]]


def test_queue_begins_with_the_usual_columns(desk, ben, case):
    usual = ["Case", "Reference", "From", "Turn", "Since", "Next date", "Deadline", "Owner"]
    assert heads(desk(ben).get(QUEUE)) == usual


def test_chosen_columns_are_those_of_one_person(desk, ben, dev, case):
    with scoped(ALL):
        Constituent.objects.filter(pk=case.constituent_id).update(language="Bengali")
        add_tag(case=case, name="Lifts", by=dev)
    client = desk(ben)
    page = client.post(CHOICE, {"columns": ["reference", "member", "language", "tags"]}, follow=True)
    assert heads(page) == ["Case", "Reference", "Member", "Language", "Tags"]
    for shown in (case.reference, "Ines Vale", "Bengali", "Lifts"):
        assert shown in page.text
    assert "Owner" not in heads(client.get(QUEUE))
    assert "Owner" in heads(desk(dev).get(QUEUE))


def test_usual_columns_come_back_by_one_button(desk, ben, case):
    client = desk(ben)
    client.post(CHOICE, {"columns": ["reference"]})
    assert "Owner" in heads(client.post(CHOICE, {"usual": "Usual"}, follow=True))


def test_no_column_or_an_unknown_one_is_refused(desk, ben):
    assert desk(ben).post(CHOICE, {}).status_code == 422
    assert desk(ben).post(CHOICE, {"columns": ["password"]}).status_code == 422


@pytest.mark.parametrize("column", COLUMNS)
def test_list_is_sorted_by_each_column(desk, ben, dev, office, case, column):
    other = factories.case(office=office, subject="Zebra crossing")
    with scoped(ALL):
        add_tag(case=other, name="Zebra", by=dev)
    client = desk(ben)
    for sort in (column, f"-{column}"):
        shown = [each.reference for each in client.get(QUEUE, {"sort": sort}).context["page"].cases]
        assert sorted(shown) == sorted([case.reference, other.reference])


def test_list_sorted_by_tags_begins_with_those_that_have_none(desk, ben, dev, office, case):
    other = factories.case(office=office)
    with scoped(ALL):
        add_tag(case=case, name="Lifts", by=dev)
    shown = desk(ben).get(QUEUE, {"sort": "tags"}).context["page"].cases
    assert [each.reference for each in shown] == [other.reference, case.reference]


def test_case_opened_from_a_list_sorted_by_tags_has_its_neighbours(desk, ben, dev, office, case):
    other = factories.case(office=office)
    with scoped(ALL):
        add_tag(case=case, name="Lifts", by=dev)
    address = f"/office/cases/{case.reference}/"
    listed = desk(ben).get(address, {"list": "?view=open&sort=tags"}).context["listed"]
    assert (listed.previous, listed.next) == (other.reference, "")
