"""A new installation of Wessex answers and names this body alone; a second run of `set_up` changes nothing."""

from datetime import date

import pytest
from django.core.management import CommandError

from body.current import current_body
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.references import new_reference, read_reference
from casework.offices.access.invitations import invitation_of
from casework.offices.access.models import ADMINISTRATOR
from casework.offices.models import GroupMembership, Office, Term
from casework.offices.notices import current_notice
from casework.offices.seats import all_seats
from casework.places.models import Area
from casework.wall.scope import ALL, scoped
from cms.models import HomePage
from tests import factories
from tests.ops.conftest import run

pytestmark = pytest.mark.slow


def set_up(folder, **options):
    return run("set_up", folder=folder, **options)


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


def test_a_prefix_that_people_have_references_with_is_kept(wessex, folder, write):
    write("body.csv", "prefix,WX", "prefix,WS")
    assert "reference_prefix is 'WS'" in set_up(folder, dry_run=True)
    with scoped(ALL):
        factories.case(office=Office.objects.get(slug="vale"))
    with pytest.raises(CommandError, match="begin with WX"):
        set_up(folder)
    assert current_body().reference_prefix == "WX"
