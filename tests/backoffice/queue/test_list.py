"""The queue: visibility, views and filters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.turns import Turn
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from casework.working_days import working_days_since
from tests import factories
from tests.backoffice.queue.pages import QUEUE, change, listed, many


def test_office_home_redirects_to_my_day(desk, ben):
    assert desk(ben).get("/office/").headers["Location"] == reverse("backoffice:my_day")


def test_queue_shows_only_own_offices_cases(desk, ben, assembly):
    factories.case(office=assembly.office, subject="Ours")
    factories.case(office=assembly.rival, subject="Theirs")
    factories.case(office=assembly.sister, subject="Of the sister office")
    assert listed(desk(ben)) == ["Ours"]


def test_queue_orders_by_next_date_then_longest_wait(desk, ben, office):
    today, now = timezone.localdate(), timezone.now()
    dates = {"later": today + timedelta(days=9), "late": today - timedelta(days=2), "none": None, "old": None}
    for subject, day in dates.items():
        age = timedelta(days=30 if subject == "old" else 1)
        change(factories.case(office=office, subject=subject), next_on=day, waiting_since=now - age)
    assert listed(desk(ben)) == ["late", "later", "old", "none"]


def test_overdue_case_shows_working_days_late(desk, ben, case):
    day = timezone.localdate()
    while working_days_since(day, timezone.localdate()) < 2:
        day -= timedelta(days=1)
    change(case, next_on=day)
    assert "2 working days late" in desk(ben).get(QUEUE).text


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("open", {"mine", "no one’s", "third"}),
        ("mine", {"mine"}),
        ("no-ones", {"no one’s", "third"}),
        ("third-party", {"third"}),
        ("closed", {"closed"}),
        ("no such view", {"mine", "no one’s", "third"}),
    ],
)
def test_view_shows_its_cases(desk, ben, office, view, expected):
    change(factories.case(office=office, subject="mine"), assignee=ben)
    factories.case(office=office, subject="no one’s")
    change(factories.case(office=office, subject="third"), turn=Turn.THIRD_PARTY, waiting_on="TfL")
    change(
        factories.case(office=office, subject="closed"),
        turn="",
        closed_at=timezone.now(),
        ending="office",
        outcome="Done",
    )
    assert set(listed(desk(ben), view=view)) == expected


def test_view_counts_include_only_own_offices(desk, ben, assembly):
    factories.case(office=assembly.office)
    for _n in range(3):
        factories.case(office=assembly.rival)
    counts = dict(desk(ben).get(QUEUE).context["views"])
    assert {view.slug: count for view, count in counts.items()} == {
        "new": 1,
        "open": 1,
        "mine": 0,
        "covering": None,
        "no-ones": 1,
        "third-party": 0,
        "contact-tasks": 0,
        "closed": None,
    }


def test_search_finds_subject_name_and_reference(desk, ben, office):
    lift = factories.case(office=office, subject="Lift at Hackney")
    factories.case(office=office, subject="Bus")
    client = desk(ben)
    assert listed(client, q="hackney") == ["Lift at Hackney"]
    assert listed(client, q=lift.constituent.name) == ["Lift at Hackney"]
    assert listed(client, q=lift.reference.lower().replace("-", " ")) == ["Lift at Hackney"]


def test_search_for_another_offices_reference_finds_nothing(desk, ben, assembly):
    theirs = factories.case(office=assembly.rival)
    assert listed(desk(ben), q=theirs.reference) == []


def test_filters_narrow_the_list_and_can_be_removed(desk, ben, dev, office):
    with scoped(ALL):
        topic = Topic.objects.create(slug="buses", name="Buses")
    change(factories.case(office=office, subject="Bus"), topic=topic, assignee=dev)
    factories.case(office=office, subject="Other")
    client = desk(ben)
    for query in ({"topic": "buses"}, {"owner": str(dev.uuid)}, {"topic": "buses", "turn": "office"}):
        assert listed(client, **query) == ["Bus"]
    assert listed(client, owner="no-one") == ["Other"]
    chips = client.get(QUEUE, {"topic": "buses", "q": "bus"}).context["chips"]
    assert [chip["url"] for chip in chips] == [f"{QUEUE}?view=open&topic=buses", f"{QUEUE}?view=open&q=bus"]


def test_owner_filter_shows_the_address_of_an_unnamed_person(desk, ben, dev):
    User.objects.filter(pk=dev.pk).update(name="")
    page = desk(ben).get(QUEUE)
    assert (str(dev.uuid), dev.email) in page.context["filters"].fields["owner"].choices


def test_query_count_does_not_grow_with_the_queue(desk, ben, office):
    client = desk(ben)
    many(office, 5)
    client.get(QUEUE)  # the first page of a session also notes when it began
    few = queries(client)
    many(office, 10)
    assert queries(client) == few <= 13


def queries(client):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(QUEUE)
    plumbing = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config")
    return len([q for q in captured if not q["sql"].startswith(plumbing)])


def test_queue_names_the_office_for_members_of_several(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(office=assembly.sister, user=ben, role="caseworker")
    assert desk(ben).get(QUEUE).context["several_offices"]


def test_queue_is_404_without_an_office(desk, db, assembly):
    editor = factories.staff("Gil")
    assert desk(editor).get(QUEUE).status_code == 404


@pytest.mark.parametrize("view", ["open", "mine", "no-ones", "third-party", "contact-tasks", "closed"])
def test_empty_view_shows_no_table(desk, ben, view):
    assert "<table" not in desk(ben).get(QUEUE, {"view": view}).text


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("channel=phone", {"channel": "phone"}),
        ("kind=comment", {"kind": Case.Kind.COMMENT}),
        ("nature=policy", {"nature": Case.Nature.POLICY}),
        ("sensitive=yes", {"sensitive": True}),
        ("due=late", {"next_on": timezone.localdate() - timedelta(days=1)}),
        ("due=today", {"next_on": timezone.localdate()}),
        ("due=week", {"next_on": timezone.localdate() + timedelta(days=6)}),
    ],
)
def test_each_filter_shows_the_cases_it_names(desk, ben, office, query, facts):
    other, wanted = factories.case(office=office), factories.case(office=office)
    with scoped(ALL):
        Case.objects.filter(pk=other.pk).update(next_on=timezone.localdate() + timedelta(days=30))
        Case.objects.filter(pk=wanted.pk).update(**facts)
    assert [case.pk for case in desk(ben).get(f"/office/cases/?{query}").context["page"].cases] == [wanted.pk]
