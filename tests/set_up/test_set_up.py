"""`set_up` makes a bare installation the service of one body, and a second run changes nothing."""

from datetime import date

import pytest
from django.core.management import CommandError

from accounts.models import Installation, User
from body.current import current_body
from casework.offices.models import Member
from casework.offices.seats import all_seats
from casework.places.models import Borough
from casework.questionnaires.services import current_version
from cms.models import HomePage
from ops.set_up.applying import areas
from ops.set_up.reading import london
from tests.ops.conftest import run

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("stored_body")]


def set_up(folder, **options):
    return run("set_up", folder=folder, **options)


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


def test_a_demo_database_is_left_alone(folder):
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    with pytest.raises(CommandError, match="holds the demo"):
        set_up(folder)
    assert not Member.objects.exists()
