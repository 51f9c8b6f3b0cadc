import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.offices.models import OfficeMember, Term
from casework.scope import ALL, scoped
from tests import factories

FIND = "/find-your-members/"
NEWHAM = f"{FIND}in/newham/"


@pytest.fixture
def eleven(assembly, places):
    """One Member for City and East and eleven for all of London."""
    with scoped(ALL):
        for letter in "ABCDEFGHIJ":
            factories.member(f"Person {letter}", office=assembly.office)


def rows(response):
    """Name, line below and button of each Member, as they stand on the page."""
    page = " ".join(response.content.decode().split())
    parts = re.findall(r'<li class="ui-row">(.*?)</li>', page)
    return [re.sub(r"<bdi>.*?</bdi>", "NAME", part) for part in parts], re.findall(
        r'ui-row__title"><bdi>(.*?)</bdi>', page
    )


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("E16 1ZE", NEWHAM),
        ("SE1 2AA", f"{FIND}in/southwark/"),
        ("sw1a0aa", f"{FIND}in/westminster/"),
        ("M1 1AE", f"{FIND}outside/"),
    ],
)
def test_a_postcode_leads_to_an_address_that_names_only_the_area(client, postcodes, typed, leads_to):
    response = client.post(FIND, {"postcode": typed})

    assert (response.status_code, response.url) == (302, leads_to)
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("E16 1ZE", "City and East"),
        ("SE1 2AA", "Lambeth and Southwark"),
        ("sw1a0aa", "West Central"),
        ("M1 1AE", "Your postcode is outside London"),
        ("ZZ1 1ZZ", "There is no such postcode"),
    ],
)
def test_each_postcode_gets_its_answer_and_is_kept_out_of_addresses(client, postcodes, typed, area):
    response = client.post(FIND, {"postcode": typed}, follow=True)

    assert area in response.content.decode()
    for address, _status in response.redirect_chain:
        assert typed.replace(" ", "").lower() not in re.sub(r"\W", "", address.lower())


def test_the_answer_shows_the_members_of_a_londoner(client, eleven):
    response = client.get(NEWHAM)

    parts, names = rows(response)
    assert "You have 12 Members and may write to any one of them." in response.content.decode()
    assert names[0] == "Ines Vale"
    assert len(names) == len(set(names)) == 12
    assert sum("London-wide · " in part for part in parts) == 11
    assert "/raise/contact/?member=ines-vale" in parts[0]


def test_members_are_shown_in_rows_that_differ_in_text_only(client, eleven):
    parts, _names = rows(client.get(NEWHAM))

    bare = {re.sub(r"member=[a-z-]+|(?<=ui-meta\">)[^<]*|to [^<]+", "", part) for part in parts}
    assert len(bare) == 1


def test_the_order_is_drawn_for_each_answer_and_no_answer_is_stored(client, eleven):
    answers = [client.get(NEWHAM) for _visit in range(5)]

    orders = {tuple(rows(answer)[1]) for answer in answers}
    assert len(orders) > 1
    assert {names[0] for names in orders} == {"Ines Vale"}
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
    assert f"{FIND}order/" in answers[0].content.decode()


def test_a_vacant_seat_says_who_can_help_until_it_is_filled(client, assembly, eleven):
    Term.objects.filter(member=assembly.member).update(ends_on=factories.ELECTED.replace(year=2025))

    response = client.get(NEWHAM)

    assert "City and East has no Member at the moment" in response.content.decode()
    assert len(rows(response)[1]) == 11


def test_a_member_without_an_office_has_no_button(client, assembly, eleven):
    OfficeMember.objects.filter(member=assembly.member).delete()

    parts, _names = rows(client.get(NEWHAM))

    assert "Cannot be written to here yet" in parts[0]
    assert "<a " not in parts[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter your postcode, like E8 1EA"),
        ("E16", "Enter a full postcode, like E8 1EA. Yours is not one"),
        ("ZZ1 1ZZ", "Check your postcode, or choose your borough instead. There is no such postcode"),
        ("E16 <b>", "Enter a full postcode"),
        ("x" * 1_000_000, "postcode"),
        ("E16\x001ZE\ud800", "postcode"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(client, postcodes, typed, says):
    body = urlencode({"postcode": typed}, errors="surrogatepass")
    response = client.post(FIND, body, content_type="application/x-www-form-urlencoded")

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(says) >= 2 or says == "postcode"
    assert "<title>Error: " in page
    assert "<b>" not in page.split("</title>")[1].split("</form>")[0]
    assert f"{FIND}borough/" in page
    if typed and typed.isprintable() and len(typed) < 20 and "<" not in typed:
        assert f'value="{typed}"' in page
    assert "no-store" in response.headers["Cache-Control"]


def test_every_borough_can_be_chosen_instead(client, places):
    page = client.get(f"{FIND}borough/").content.decode()

    links = re.findall(rf'href="({FIND}in/[a-z-]+/)"', page)
    assert len(set(links)) == 33
    assert client.get(links[0]).status_code == 200


def test_without_a_fixed_address_one_can_write_all_the_same(client, eleven):
    response = client.get(f"{FIND}no-address/")

    assert len(rows(response)[1]) == 11
    assert f"{FIND}borough/" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_the_home_page_can_post_without_a_token_and_no_page_sets_a_cookie(postcodes):

    browser = Client(enforce_csrf_checks=True)

    for response in (
        browser.post(FIND, {"postcode": "E16 1ZE"}),
        browser.get(FIND),
        browser.get(NEWHAM),
        browser.get(f"{FIND}outside/"),
        browser.get(f"{FIND}order/"),
    ):
        assert response.status_code in {200, 302}
        assert not response.cookies


def test_a_place_that_is_not_there_is_not_found(client, places):
    assert client.get(f"{FIND}in/atlantis/").status_code == 404


def test_the_answer_takes_as_many_queries_for_a_dozen_members_as_for_two(client, assembly, places):
    client.get(NEWHAM)  # the first page of all also looks up the menus
    with CaptureQueriesContext(connection) as for_two:
        client.get(NEWHAM)
    with scoped(ALL):
        for letter in "ABCDEFGHIJ":
            factories.member(f"Person {letter}", office=assembly.office)

    with CaptureQueriesContext(connection) as for_twelve:
        client.get(NEWHAM)

    assert len(for_twelve) == len(for_two)
    assert sum("offices_" in query["sql"] or "places_" in query["sql"] for query in for_twelve) == 4
