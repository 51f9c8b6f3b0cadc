"""The queue: whose cases, which, in what order, and how many at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Case, Topic
from casework.cases.turns import Turn
from casework.offices.models import Membership
from casework.scope import ALL, scoped
from tests import factories

QUEUE = "/office/cases/"


NO_PLACES = [
    "~~",
    "~\x00~2026-01-01T00:00Z",
    "LA~~0001-01-01T00:00+14:00",
    "LA~0-0-0~2026-01-01",
    "\x00~~2026-01-01",
]


def listed(client, **query):
    """The subjects on one page of the queue, in its order."""
    return [case.subject for case in client.get(QUEUE, query).context["page"].cases]


def change(case, **facts):
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(**facts)


def many(office, how_many, **facts):
    """Cases of one person, all waiting since the same moment."""
    first = factories.case(office=office, subject="Case 0")
    since = timezone.now()
    with scoped(ALL):
        Case.objects.filter(pk=first.pk).update(waiting_since=since, **facts)
        Case.objects.bulk_create(
            Case(
                office=office,
                member=first.member,
                constituent=first.constituent,
                kind=first.kind,
                nature=first.nature,
                subject=f"Case {n}",
                waiting_since=since,
                **facts,
            )
            for n in range(1, how_many)
        )


def walk(client, **query):
    """Every subject of a list, page after page."""
    found, after = [], ""
    while True:
        page = client.get(QUEUE, query | {"after": after}).context["page"]
        found += [case.subject for case in page.cases]
        if not page.next:
            return found
        after = page.next


def test_the_office_has_one_first_page(desk, ben):
    assert desk(ben).get("/office/").headers["Location"] == QUEUE


def test_ben_sees_his_offices_cases_and_no_others(desk, ben, assembly):
    factories.case(office=assembly.office, subject="Ours")
    factories.case(office=assembly.rival, subject="Theirs")
    factories.case(office=assembly.sister, subject="Of the sister office")
    assert listed(desk(ben)) == ["Ours"]


def test_the_next_date_comes_first_then_who_waits_longest(desk, ben, office):
    today, now = timezone.localdate(), timezone.now()
    dates = {"later": today + timedelta(days=9), "late": today - timedelta(days=2), "none": None, "old": None}
    for subject, day in dates.items():
        age = timedelta(days=30 if subject == "old" else 1)
        change(factories.case(office=office, subject=subject), next_on=day, waiting_since=now - age)
    assert listed(desk(ben)) == ["late", "later", "old", "none"]


def test_late_is_a_word(desk, ben, case):
    change(case, next_on=timezone.localdate() - timedelta(days=2))
    assert "2 days late" in desk(ben).get(QUEUE).text


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
def test_each_view_shows_its_cases(desk, ben, office, view, expected):
    change(factories.case(office=office, subject="mine"), assignee=ben)
    factories.case(office=office, subject="no one’s")
    change(factories.case(office=office, subject="third"), turn=Turn.THIRD_PARTY, waiting_on="TfL")
    change(factories.case(office=office, subject="closed"), turn="", closed_at=timezone.now(), outcome="Done")
    assert set(listed(desk(ben), view=view)) == expected


def test_counts_are_of_my_own_offices_only(desk, ben, assembly):
    factories.case(office=assembly.office)
    for _n in range(3):
        factories.case(office=assembly.rival)
    counts = dict(desk(ben).get(QUEUE).context["views"])
    assert {view.slug: count for view, count in counts.items()} == {
        "open": 1,
        "mine": 0,
        "no-ones": 1,
        "third-party": 0,
        "by-hand": 0,
        "closed": None,
    }


def test_words_find_subjects_and_names_and_a_reference_finds_its_case(desk, ben, office):
    lift = factories.case(office=office, subject="Lift at Hackney")
    factories.case(office=office, subject="Bus")
    client = desk(ben)
    assert listed(client, q="hackney") == ["Lift at Hackney"]
    assert listed(client, q=lift.constituent.name) == ["Lift at Hackney"]
    assert listed(client, q=lift.reference.lower().replace("-", " ")) == ["Lift at Hackney"]


def test_a_reference_of_another_office_finds_nothing(desk, ben, assembly):
    theirs = factories.case(office=assembly.rival)
    assert listed(desk(ben), q=theirs.reference) == []


def test_filters_narrow_the_list_and_can_be_taken_off(desk, ben, dev, office):
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


@pytest.mark.parametrize("junk", ["\x00", "'", "%", "no-such-thing", "9" * 500, "😀", "<script>", *NO_PLACES])
def test_junk_in_the_address_does_no_harm(desk, ben, case, junk):
    names = ["view", "q", "turn", "owner", "topic", "borough", "member", "after"]
    response = desk(ben).get(QUEUE, dict.fromkeys(names, junk))
    assert response.status_code == 200
    assert "<script>" not in response.text.split("</head>")[1].replace("&lt;script&gt;", "")


@pytest.mark.parametrize("day", [None, timezone.localdate()])
def test_pages_of_equal_rows_neither_repeat_nor_skip(desk, ben, office, day):
    many(office, 120, next_on=day)
    found = walk(desk(ben))
    assert len(found) == len(set(found)) == 120


def test_pages_go_on_from_dated_to_undated_cases(desk, ben, office):
    many(office, 49, next_on=timezone.localdate())
    many(office, 60)
    assert len(walk(desk(ben))) == 109


def test_closed_cases_have_pages_too(desk, ben, office):
    many(office, 70, turn="", closed_at=timezone.now(), outcome="Done")
    found = walk(desk(ben), view="closed")
    assert len(found) == len(set(found)) == 70


@pytest.mark.parametrize(
    ("view", "facts"),
    [
        ("open", {"waiting_since": timezone.now()}),
        ("open", {"next_on": timezone.localdate()}),
        ("no-ones", {}),
    ],
    ids=["answered", "dated", "claimed"],
)
def test_work_on_the_last_row_of_a_page_hides_no_case_of_the_next(desk, ben, office, view, facts):
    many(office, 60)
    page = desk(ben).get(QUEUE, {"view": view}).context["page"]
    change(page.cases[-1], **facts or {"assignee": ben})
    first, then = {case.subject for case in page.cases}, set(listed(desk(ben), view=view, after=page.next))
    assert first | then == {f"Case {n}" for n in range(60)}


def test_a_page_whose_cases_have_gone_says_so(desk, ben, office):
    many(office, 51)
    after = desk(ben).get(QUEUE).context["page"].next
    with scoped(ALL):
        Case.objects.update(waiting_since=timezone.now() - timedelta(1), next_on=timezone.localdate())
    assert "No case is left after the ones that you have seen." in desk(ben).get(QUEUE, {"after": after}).text


def test_a_case_of_another_office_is_a_place_like_any_that_is_not_there(desk, ben, assembly, case):
    theirs = factories.case(office=assembly.rival)
    client = desk(ben)
    for place in ("{}", "{}~~2026-01-01T00:00:00Z", "{}~2026-01-01~2026-01-01T00:00:00Z"):
        pages = [
            client.get(QUEUE, {"after": place.format(ref)}) for ref in (theirs.reference, "LA-2222-2222")
        ]
        assert [[row.pk for row in page.context["page"].cases] for page in pages] == [[case.pk]] * 2
        assert pages[0].text.count("This is its start") == pages[1].text.count("This is its start")


def test_an_owner_without_a_name_is_offered_by_address(desk, ben, dev):
    User.objects.filter(pk=dev.pk).update(name="")
    page = desk(ben).get(QUEUE)
    assert (str(dev.uuid), dev.email) in page.context["filters"].fields["owner"].choices


def test_more_rows_cost_no_more_queries(desk, ben, office):
    client = desk(ben)
    many(office, 5)
    client.get(QUEUE)  # the first page of a session also notes when it began
    few = queries(client)
    many(office, 10)
    assert queries(client) == few <= 12


def queries(client):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(QUEUE)
    plumbing = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "select set_config")
    return len([q for q in captured if not q["sql"].startswith(plumbing)])


def noted():
    with scoped(ALL):
        return [(entry.office_id, entry.detail) for entry in Entry.objects.filter(verb=Verb.LIST_READ)]


def test_a_search_is_written_down_without_its_words(desk, ben, case):
    desk(ben).get(QUEUE, {"view": "mine", "q": "Amina", "turn": "office", "topic": "no such topic"})
    assert noted() == [(case.office_id, {"view": "mine", "filters": "q,turn"})]


def test_each_office_that_was_searched_has_it_in_its_log(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(
            office=assembly.sister, user=ben, role="caseworker", accepted_at=timezone.now()
        )
    desk(ben).get(QUEUE, {"q": "lift"})
    assert {office for office, _detail in noted()} == {assembly.office.pk, assembly.sister.pk}


@pytest.mark.parametrize("query", [{}, {"view": "open"}, {"q": "", "turn": "none such"}])
def test_a_look_at_the_whole_list_is_no_search(desk, ben, case, query):
    desk(ben).get(QUEUE, query)
    assert noted() == [(case.office_id, {"view": "open", "filters": ""})]


def test_claiming_from_the_queue_comes_back_to_it(desk, ben, case):
    address = reverse("backoffice:claim", args=[case.reference])
    response = desk(ben).post(address, {"list": "?view=no-ones"})
    assert response.headers["Location"] == f"{QUEUE}?view=no-ones#result"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "", "?\r\nX: y"])
def test_claiming_leads_nowhere_else(desk, ben, case, elsewhere):
    address = reverse("backoffice:claim", args=[case.reference])
    assert desk(ben).post(address, {"list": elsewhere}).headers["Location"].startswith("/office/cases/")


def test_the_office_stands_in_each_row_of_people_with_several(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(
            office=assembly.sister, user=ben, role="caseworker", accepted_at=timezone.now()
        )
    assert desk(ben).get(QUEUE).context["several_offices"]


def test_those_who_only_read_are_offered_no_claim(desk, assembly, case):
    assert "Claim" not in desk(assembly.fay).get(QUEUE).text
    assert "Claim" in desk(assembly.ben).get(QUEUE).text


def test_who_may_only_read_by_now_is_offered_no_claim(desk, assembly, case):
    """Fay was a manager of the same office before."""
    with scoped(ALL):
        past = timezone.now() - timedelta(days=1)
        Membership.objects.create(
            office=assembly.office,
            user=assembly.fay,
            role="manager",
            started_at=past,
            accepted_at=past,
            ended_at=past,
        )
    page = desk(assembly.fay).get(QUEUE).text
    assert "Claim" not in page
    assert reverse("backoffice:log") not in page


def test_a_claim_is_offered_only_in_the_offices_one_works_in(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(
            office=assembly.sister, user=ben, role="read-only", accepted_at=timezone.now()
        )
    theirs = factories.case(office=assembly.sister)
    page = desk(ben).get(QUEUE).text
    assert reverse("backoffice:claim", args=[case.reference]) in page
    assert reverse("backoffice:claim", args=[theirs.reference]) not in page
    assert (
        "Write a note" not in desk(ben).get(reverse("backoffice:case_detail", args=[theirs.reference])).text
    )


def test_every_row_has_a_button_of_the_one_form(desk, ben, case):
    page = desk(ben).get(QUEUE).text
    assert f'form="claim" formaction="{reverse("backoffice:claim", args=[case.reference])}"' in page
    assert page.count('id="claim"') == 1


def test_people_without_an_office_find_no_queue(desk, db, assembly):
    editor = factories.staff("Gil")
    assert desk(editor).get(QUEUE).status_code == 404


@pytest.mark.parametrize("view", ["open", "mine", "no-ones", "third-party", "by-hand", "closed"])
def test_an_empty_view_says_so(desk, ben, view):
    assert "<table" not in desk(ben).get(QUEUE, {"view": view}).text
