"""Administration of the elected body: each change is dated and logged, and nothing is deleted."""

from datetime import date

import pytest

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Topic
from casework.offices.models import Group, GroupMembership, Member, Office, OfficeMember, Term
from casework.offices.notices import current_notice
from casework.offices.seats import all_seats, seat_of, vacancies
from casework.wall.scope import ALL, scoped
from tests import factories

BODY = "/office/administration/body/"
INES = f"{BODY}members/ines-vale/"
MARCH = {"starts_on_day": 2, "starts_on_month": 3, "starts_on_year": 2026}


@pytest.fixture
def boss(desk, assembly):
    return desk(factories.staff("Boss", is_administrator=True))


def entries(verb):
    with scoped(ALL):
        return [(entry.subject, entry.detail) for entry in Entry.objects.filter(verb=verb)]


def until(day, month, year):
    return {"ends_on_day": day, "ends_on_month": month, "ends_on_year": year}


@pytest.mark.parametrize(
    ("kind", "more", "model", "verb"),
    [
        ("group", {}, Group, Verb.GROUP_ADDED),
        ("member", {}, Member, Verb.MEMBER_ADDED),
        ("office", {"group": "labour"}, Office, Verb.OFFICE_ADDED),
        ("topic", {}, Topic, Verb.TOPIC_CHANGED),
    ],
)
def test_added_item_gets_a_slug_and_a_log_entry(boss, kind, more, model, verb):
    page = boss.post(f"{BODY}add/{kind}/", {"name": "Vale First"} | more, follow=True)
    assert "Vale First is added." in page.text
    assert model.objects.get(slug="vale-first").name == "Vale First"
    assert [subject for subject, _detail in entries(verb)] == ["vale-first"]


@pytest.mark.parametrize("kind", ["group", "member", "topic"])
def test_duplicate_name_is_refused(boss, kind):
    for _twice in range(2):
        page = boss.post(f"{BODY}add/{kind}/", {"name": "Vale First"})
    assert page.status_code == 422


def test_rename_keeps_the_slug(boss):
    boss.post(f"{BODY}rename/member/ines-vale/", {"name": "Ines Hale"})
    assert Member.objects.get(slug="ines-vale").name == "Ines Hale"
    assert entries(Verb.MEMBER_RENAMED) == [("ines-vale", {})]


def test_topic_is_marked_as_sensitive(boss):
    boss.post(f"{BODY}add/topic/", {"name": "Health"})
    page = boss.post(f"{BODY}rename/topic/health/", {"name": "Health", "sensitive": "on"}, follow=True)
    assert "Health · sensitive ·" in " ".join(page.text.split())
    assert entries(Verb.TOPIC_CHANGED) == [("health", {"sensitive": False}), ("health", {"sensitive": True})]


def test_joining_a_group_ends_the_previous_group_membership_that_day(boss, assembly):
    boss.post(f"{INES}group/", {"group": "conservative"} | MARCH)
    rows = GroupMembership.objects.filter(member=assembly.member).order_by("starts_on")
    assert [(row.group.slug, row.ends_on) for row in rows] == [
        ("labour", date(2026, 3, 2)),
        ("conservative", None),
    ]
    assert entries(Verb.GROUP_JOINED) == [("ines-vale", {"group": "conservative", "starts": "2026-03-02"})]
    (ended,) = entries(Verb.DATES_CHANGED)
    assert (ended[1]["before"], ended[1]["after"]) == ("2024-05-07", "2024-05-07 2026-03-02")


def test_changing_a_members_office_leaves_cases_in_the_old_office(boss, assembly, case):
    boss.post(f"{INES}office/", {"office": "labour-south"} | MARCH)
    rows = OfficeMember.objects.filter(member=assembly.member).order_by("starts_on")
    assert [(row.office.slug, row.ends_on) for row in rows] == [
        ("labour-east", date(2026, 3, 2)),
        ("labour-south", None),
    ]
    with scoped(ALL):
        case.refresh_from_db()
    assert case.office == assembly.office


def test_ended_term_makes_the_seat_vacant_and_keeps_its_history(boss, assembly):
    starts = {"starts_on_day": 7, "starts_on_month": 5, "starts_on_year": 2024}
    boss.post(f"{INES}seat/2024-05-07/", starts | until(2, 3, 2026))
    assert Term.objects.get(member=assembly.member).ends_on == date(2026, 3, 2)
    assert seat_of(assembly.member, on=date(2026, 3, 1))
    assert seat_of(assembly.member, on=date(2026, 3, 2)) is None
    areas, _whole = vacancies(all_seats(on=date(2026, 3, 2)), whole_seats=11)
    assert [area.name for area in areas] == ["City and East"]
    assert "Vacant:" in boss.get(BODY).text


def test_occupied_seat_is_refused_with_advice(boss, assembly):
    page = boss.post(f"{BODY}members/hugh-marsh/seat/", {"area": "city-and-east"} | MARCH)
    assert page.status_code == 422
    assert "This area already has a Member then. End that term first." in page.text
    assert Term.objects.filter(member=assembly.rival_member).count() == 1
    assert Term.objects.get(member=assembly.rival_member).ends_on is None


def test_end_before_start_is_refused(boss):
    starts = {"starts_on_day": 7, "starts_on_month": 5, "starts_on_year": 2024}
    page = boss.post(f"{INES}seat/2024-05-07/", starts | until(1, 1, 2024))
    assert page.status_code == 422
    assert "Enter an end that is after the start." in page.text


def test_vacant_whole_seats_are_counted(boss, the_body):
    the_body.whole_seats = 3
    assert f"2 {the_body.whole_seat} seats" in " ".join(boss.get(BODY).text.split())


def test_new_office_has_a_privacy_notice(boss, site_privacy):
    boss.post(f"{BODY}add/office/", {"name": "Vale First", "group": "labour"})
    assert "We keep nothing" in current_notice(Office.objects.get(slug="vale-first")).text


@pytest.fixture
def site_privacy(db):
    from wagtail.rich_text import RichText

    from cms.models import PrivacyPage
    from cms.setup import write_page

    return write_page(
        PrivacyPage(slug="privacy", title="Privacy", body=[("text", RichText("<p>We keep nothing.</p>"))])
    )


@pytest.mark.parametrize(
    "address", ["members/nobody/", "members/ines-vale/hat/", "members/ines-vale/seat/yesterday/",
                "members/ines-vale/seat/2020-01-01/", "add/planet/", "rename/planet/mars/", "rename/group/nobody/"]
)  # fmt: skip
def test_unknown_address_is_404(boss, address):
    assert boss.get(BODY + address).status_code == 404


@pytest.mark.parametrize("who", ["ben", "dev", "ada"])
@pytest.mark.parametrize("address", ["", "add/group/", "members/ines-vale/", "members/ines-vale/group/"])
def test_body_pages_are_404_for_everyone_but_administrators(desk, assembly, who, address):
    assert desk(getattr(assembly, who)).get(BODY + address).status_code == 404


DETAILS = {
    "phone": "01632 960100",
    "hours": "Mondays",
    "post": "Corn Hall",
    "signature": "Yours\nThe team",
    "undo_minutes": 1,
}


def test_manager_changes_the_details_of_own_office(desk, dev, office):
    desk(dev).post("/office/details/", DETAILS)
    office.refresh_from_db()
    assert {name: getattr(office, name) for name in DETAILS} == DETAILS
    assert entries(Verb.OFFICE_CHANGED) == [
        ("labour-east", {"what": "phone hours post signature undo_minutes"})
    ]


def test_office_phone_number_that_no_one_can_dial_is_refused(desk, dev, office):
    page = desk(dev).post("/office/details/", DETAILS | {"phone": "ask us"})
    assert page.status_code == 422
    assert "Enter a phone number" in page.text


def test_saving_unchanged_details_writes_no_entry(desk, dev):
    client = desk(dev)
    for _twice in range(2):
        client.post("/office/details/", DETAILS)
    assert len(entries(Verb.OFFICE_CHANGED)) == 1


@pytest.mark.parametrize("who", ["ben", "fay"])
def test_details_are_refused_to_staff_who_do_not_manage(desk, assembly, who):
    assert desk(getattr(assembly, who)).post("/office/details/", DETAILS).status_code == 403


def test_manager_cannot_change_another_offices_details(desk, dev, assembly):
    assert desk(dev).post("/office/details/?office=conservative", DETAILS).status_code == 403
    assembly.rival.refresh_from_db()
    assert assembly.rival.phone == ""


def test_reply_starts_with_the_signature_and_is_refused_with_only_that(desk, ben, office, case):
    Office.objects.filter(pk=office.pk).update(signature="The team of the office")
    client = desk(ben)
    page = client.get(f"/office/cases/{case.reference}/")
    assert page.context["form"]["body"].value() == "\n\nThe team of the office"
    sent = {"once": page.context["form"]["once"].value(), "seen": page.context["form"]["seen"].value()}
    sent |= {"body": "\r\n\r\nThe team of the office", "turn": "office"}
    refused = client.post(f"/office/cases/{case.reference}/reply/", sent, follow=True)
    assert "Enter your reply. It is empty" in refused.text
