"""`set_up` makes a bare installation the service of one body, and a second run changes nothing."""

from datetime import date

import pytest
from django.core.management import CommandError

from accounts.models import Installation, User
from body.current import current_body
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.references import new_reference, read_reference
from casework.offices.access.invitations import invitation_of
from casework.offices.access.models import ADMINISTRATOR
from casework.offices.models import GroupMembership, Member, Office, Term
from casework.offices.notices import current_notice
from casework.offices.seats import all_seats
from casework.places.models import Area, Borough
from casework.questionnaires.services import current_version
from casework.wall.scope import ALL, scoped
from cms.models import HomePage
from ops.set_up.applying import areas
from ops.set_up.reading import london
from tests import factories
from tests.ops.conftest import run

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("stored_body")]


def set_up(folder, **options):
    return run("set_up", folder=folder, **options)


@pytest.fixture
def wessex(folder):
    """Returns what the command said."""
    return set_up(folder)


PAGES = (
    "/", "/raise/contact/", "/privacy/", "/accessibility/", "/help/", "/cookies/", "/contact/", "/members/", "/news/",
    "/how-it-works/", "/privacy/harbour/", "/find-your-members/",
)  # fmt: skip


def test_pages_of_new_installation_answer_and_name_this_body_alone(client, wessex):
    for address in PAGES:
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert "Write to your" in page.text, address
        assert "Wessex Assembly Members" in page.text, address
        assert not [other for other in ("London", "TfL", "LA-") if other in page.text], address


def test_eleven_seats_are_held_in_their_groups_by_offices(wessex):
    seats = {seat.member.name: seat for seat in all_seats(on=date(2026, 3, 1))}
    assert len(seats) == 11
    assert all(seat.office for seat in seats.values())
    clym = seats["Clym Barnet"]
    assert (clym.area.name, clym.group.slug, clym.office.slug) == (
        "River Towns",
        "downland",
        "downland-south",
    )
    before = {seat.member.name: seat for seat in all_seats(on=date(2026, 1, 1))}["Clym Barnet"]
    assert (before.group.slug, before.office.slug) == ("harbour", "harbour")


def test_a_member_who_changed_group_kept_one_term(wessex):
    assert Term.objects.filter(member__name="Clym Barnet").count() == 1
    assert GroupMembership.objects.filter(member__name="Clym Barnet").count() == 2


def test_references_carry_the_prefix_of_the_body(wessex):
    reference = new_reference()
    assert reference.startswith("WX-")
    assert read_reference(reference.replace("-", " ").lower()) == reference


def test_each_office_has_a_privacy_notice(wessex):
    assert all(current_notice(office) for office in Office.objects.all())
    assert Office.objects.count() == 4


def test_the_first_administrator_comes_in_by_the_link(wessex):
    link = wessex.split("comes in by ")[1].split()[0]
    invitation = invitation_of(link.rstrip("/").rpartition("/")[2])
    assert (invitation.email, invitation.role) == ("administrator@wessex.example", ADMINISTRATOR)


def test_a_second_run_changes_nothing(wessex, folder):
    with scoped(ALL):
        entries = Entry.objects.count()
    assert "Nothing was changed" in set_up(folder)
    with scoped(ALL):
        assert Entry.objects.count() == entries


def test_a_dry_run_says_what_would_change_and_changes_nothing(folder):
    said = set_up(folder, dry_run=True)
    assert "Member: Susan Nunsuch" in said
    assert "page: privacy" in said
    assert "comes in by" not in said
    assert not Member.objects.exists()
    assert not User.objects.exists()
    assert not HomePage.objects.exclude(lead="").exists()
    assert current_version("contact") is None
    assert current_body().name != "Wessex Assembly"


def test_a_later_run_ends_a_term_and_begins_another(wessex, folder, write):
    write(
        "members.csv",
        "Susan Nunsuch,Islands,vale,vale,2025-05-08,",
        "Susan Nunsuch,Islands,vale,vale,2025-05-08,2026-06-01\nEdred Fitzpiers,Islands,vale,vale,2026-07-01,",
    )
    said = set_up(folder)
    assert "Susan Nunsuch: sits for Islands from 2025-05-08 until 2026-06-01" in said
    assert "Edred Fitzpiers: sits for Islands from 2026-07-01" in said
    islands = Area.objects.get(name="Islands")
    assert [seat.area for seat in all_seats(on=date(2026, 6, 15))].count(islands) == 0
    with scoped(ALL):
        assert Entry.objects.filter(verb=Verb.DATES_CHANGED, subject="susan-nunsuch").count() == 3


def test_pages_that_an_editor_changed_stay(wessex, folder, client):
    home = HomePage.objects.get()
    home.lead = "An editor was here."
    home.save_revision().publish()
    set_up(folder)
    assert "An editor was here." in client.get("/").text


def test_a_changed_phone_number_is_on_the_next_page(wessex, folder, write, client):
    client.get("/")
    write("body.csv", "01632 960100", "01632 960199")
    assert "phone is '01632 960199', was '01632 960100'" in set_up(folder)
    assert "01632 960199" in client.get("/help/").text


PROBLEMS = {
    "a group that is not there": ("members.csv", ",vale,vale,2025", ",valley,vale,2025", "no group “valley”"),
    "an office of another group": ("members.csv", "harbour,harbour,2025", "harbour,vale,2025", "belongs to another"),
    "an area that is not there": ("members.csv", "o,Melchester", "o,Melchestre", "no seat “Melchestre”"),
    "a day that is none": ("members.csv", "2026-02-01,", "1 February,", "members.csv, line 8: “1 February” is no day"),
    "an end before the start": ("members.csv", "08,2026-02-01", "08,2024-02-01", "is not after “from”"),
    "two Members of one area": ("members.csv", "h,Islands", "h,The Vale", "“The Vale” has 1 seat, and all are taken"),
    "more wide seats than there are": ("body.csv", "seats,4", "seats,2", "“Wessex-wide” has 2 seats"),
    "a prefix with digits": ("body.csv", "prefix,WX", "prefix,W7", "reference_prefix"),
    "a fact that is none": ("body.csv", "phone,", "telephone,", "body.csv, line 11: There is no fact “telephone”"),
    "a number that is none": ("body.csv", "seats,4", "seats,four", "whole_seats"),
    "a missing cell": ("groups.csv", "vale,Vale First", "vale,", "groups.csv, line 4: Fill in: name"),
    "a column that is missing": ("areas.csv", "area,council,code", "area,code", "Missing: council"),
    "a comma too many": ("groups.csv", "vale,Vale First", "vale,Vale, First", "too many commas"),
    "a code twice": ("areas.csv", "E90000002", "E90000003", "is in line 3 too"),
    "an address with a capital": ("groups.csv", "vale,Vale", "Vale First,Vale", "stands in addresses"),
    "a word that is none": ("words.csv", "who_decides", "who_decided", "no word “who_decided”"),
    "an address that is none": ("administrator.csv", "@", " at ", "no email address"),
    "a second first administrator": ("administrator.csv", "Fray", "Fray\nb@wessex.example,B", "Only one person"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_problem_is_named_with_its_file_and_nothing_is_changed(folder, write, name, old, new, words):
    write(name, old, new)
    with pytest.raises(CommandError, match="Nothing was changed") as error:
        set_up(folder)
    assert words in str(error.value)
    assert not Member.objects.exists()


def test_all_problems_are_reported_together(folder, write):
    write("members.csv", "o,Melchester", "o,Melchestre")
    write("offices.csv", "vale,Vale First,vale", "vale,Vale First,valley")
    write("administrator.csv", "@", " at ")
    with pytest.raises(CommandError) as error:
        set_up(folder)
    told = str(error.value).splitlines()[1:]
    for words in ("no email address", "no seat “Melchestre”", "no group “valley”"):
        assert any(words in line for line in told)


@pytest.mark.parametrize("name", ["body.csv", "members.csv", "areas.csv"])
def test_a_missing_file_is_named_with_its_first_line(folder, name):
    (folder / name).unlink()
    with pytest.raises(CommandError, match=f"{name}: This file is missing. Its first line is: "):
        set_up(folder)


def test_a_file_in_another_encoding_is_named(folder):
    (folder / "groups.csv").write_bytes("group,name\nvale,Vâle\n".encode("cp1252"))
    with pytest.raises(CommandError, match=r"groups\.csv: Save this file again as “CSV UTF-8”"):
        set_up(folder)


def test_a_file_that_a_spreadsheet_wrote_is_read(folder):
    text = (folder / "groups.csv").read_text().replace("\n", "\r\n") + ",\r\n"
    (folder / "groups.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert "group: Vale First" in set_up(folder)


def test_london_ships_as_a_structure_without_members():
    plan = london()
    assert (len(plan.areas), len(plan.councils), plan.facts["whole_seats"]) == (14, 33, "11")
    assert [*plan.groups, *plan.offices, *plan.periods, plan.administrator] == [None]


def test_areas_of_london_can_be_loaded_again_and_names_come_back():
    list(areas(london()))
    assert set(Borough.objects.values_list("code", flat=True)) == {f"E09{n:06}" for n in range(1, 34)}
    assert Borough.objects.get(name="City of London").area.name == "City and East"
    assert list(areas(london())) == []
    Borough.objects.filter(slug="barnet").update(name="Elsewhere")
    assert list(areas(london())) == ["council: Barnet in Barnet and Camden"]
    assert Borough.objects.get(slug="barnet").name == "Barnet"


def test_answers_at_the_terminal_are_enough_for_a_first_case(monkeypatch, client):
    answers = {
        "Phone number": "01632 960100",
        "Name of a political group": "Vale First",
        "Name of a Member": "Giles Winter",
        "Their area": "City and East",
        "First day": "2026-05-07",
        "Email address": "chief@staff.example",
    }

    def answer(prompt):
        return next((text for question, text in answers.items() if prompt.startswith(question)), "")

    monkeypatch.setattr("builtins.input", answer)
    assert "Giles Winter: sits for City and East from 2026-05-07" in run("set_up")
    (seat,) = all_seats(on=date(2026, 6, 1))
    assert (seat.area.name, seat.office.name) == ("City and East", "Vale First")
    assert client.get("/raise/contact/", follow=True).status_code == 200
    assert current_body().phone == "01632 960100"


def test_without_a_terminal_it_says_what_to_do(monkeypatch):
    def closed(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    with pytest.raises(CommandError, match="--from FOLDER"):
        run("set_up")


def test_a_prefix_that_people_have_references_with_is_kept(wessex, folder, write):
    write("body.csv", "prefix,WX", "prefix,WS")
    assert "reference_prefix is 'WS'" in set_up(folder, dry_run=True)
    with scoped(ALL):
        factories.case(office=Office.objects.get(slug="vale"))
    with pytest.raises(CommandError, match="begin with WX"):
        set_up(folder)
    assert current_body().reference_prefix == "WX"


def test_a_demo_database_is_left_alone(folder):
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    with pytest.raises(CommandError, match="holds the demo"):
        set_up(folder)
    assert not Member.objects.exists()
