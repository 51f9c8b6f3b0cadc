"""A case opened from a list: the neighbours there, the way back, and "Send and open next"."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Message
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def listed(office):
    """Return four open cases in the order of the queue: two with a date, two without."""
    now, cases = timezone.now(), [factories.case(office=office) for _each in range(4)]
    with scoped(ALL):
        for number, case in enumerate(cases):
            case.waiting_since = now - timedelta(days=9 - number)
            case.next_on = timezone.localdate() + timedelta(days=number) if number < 2 else None
            case.save()
    return cases


def page_of(client, case, view="open", **filters):
    query = "?" + urlencode({"view": view} | filters)
    return client.get(f"/office/cases/{case.reference}/", {"list": query})


def neighbours(page):
    return page.context["listed"].previous, page.context["listed"].next


def test_each_case_names_its_neighbours_in_the_order_of_the_list(desk, ben, listed):
    client = desk(ben)
    in_queue = [case.reference for case in client.get("/office/cases/").context["page"].cases]
    assert in_queue == [case.reference for case in listed]
    around = ["", *in_queue, ""]
    for place, case in enumerate(listed):
        assert neighbours(page_of(client, case)) == (around[place], around[place + 2])


def test_closed_cases_have_neighbours_too(desk, ben, listed):
    now = timezone.now()
    with scoped(ALL):
        for number, case in enumerate(listed):
            Case.objects.filter(pk=case.pk).update(
                closed_at=now - timedelta(hours=number),
                turn="",
                ending="office",
                outcome="Done",
                next_on=None,
            )
    first, second, third, _last = (case.reference for case in listed)
    assert neighbours(page_of(desk(ben), listed[1], view="closed")) == (first, third)
    assert neighbours(page_of(desk(ben), listed[0], view="closed")) == ("", second)


def test_case_that_is_not_closed_has_no_place_among_closed_ones(desk, ben, listed):
    assert neighbours(page_of(desk(ben), listed[0], view="closed")) == ("", "")


def test_neighbours_keep_to_the_filters_and_to_the_own_office(desk, ben, assembly, listed):
    factories.case(office=assembly.sister)
    with scoped(ALL):
        Case.objects.filter(pk=listed[1].pk).update(assignee=ben)
    page = page_of(desk(ben), listed[0], owner="no-one")
    assert neighbours(page) == ("", listed[2].reference)
    assert "owner=no-one" in page.text


def test_case_opened_without_a_list_links_the_queue_alone(desk, ben, listed):
    page = desk(ben).get(f"/office/cases/{listed[0].reference}/")
    assert page.context["listed"] is None


def test_reply_is_sent_and_the_next_case_of_the_list_opened(desk, ben, listed):
    client = desk(ben)
    form = page_of(client, listed[0]).context["form"]
    sent = {name: form[name].value() for name in ("once", "draft", "page", "version", "seen")}
    address = f"/office/cases/{listed[0].reference}/reply/?" + urlencode({"list": "?view=open"})
    page = client.post(address, sent | {"body": "Dear you", "turn": "office", "then": "next"}, follow=True)
    assert page.context["case"] == listed[1]
    assert page.context["listed"].query == "?view=open"
    with scoped(ALL):
        assert Message.objects.filter(case=listed[0], direction="out").exists()


def test_list_is_kept_through_a_note(desk, ben, listed):
    client = desk(ben)
    address = reverse("backoffice:note", args=[listed[0].reference]) + "?" + urlencode({"list": "?view=open"})
    page = client.post(address, {"body": "Call them", "once": uuid.uuid4()}, follow=True)
    assert neighbours(page) == ("", listed[1].reference)
