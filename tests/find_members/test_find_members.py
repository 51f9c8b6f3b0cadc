"""Tests of the search for one's Members by postcode or borough."""

import re
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.offices.models import OfficeMember, Term
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.cms.test_reading import MAX_AGE, ages

FIND = "/find-your-members/"
NEWHAM = f"{FIND}in/newham/"


@pytest.fixture
def twelve_members(assembly, places):
    """Add Members, so that City and East has one and all of London has eleven."""
    with scoped(ALL):
        for letter in "ABCDEFGHIJ":
            factories.member(f"Person {letter}", office=assembly.office)


def member_rows(response):
    """Return the rows of the Members with names masked, and the names."""
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
def test_postcode_redirects_to_a_url_that_names_only_the_area(client, postcodes, typed, leads_to):
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
def test_postcode_gets_its_result_and_appears_in_no_url(client, postcodes, typed, area):
    response = client.post(FIND, {"postcode": typed}, follow=True)

    assert area in response.content.decode()
    for address, _status in response.redirect_chain:
        assert typed.replace(" ", "").lower() not in re.sub(r"\W", "", address.lower())


def test_result_shows_the_members_of_a_borough(client, twelve_members):
    response = client.get(NEWHAM)

    parts, names = member_rows(response)
    assert "You have 12 Members and may write to any one of them." in response.content.decode()
    assert names[0] == "Ines Vale"
    assert len(names) == len(set(names)) == 12
    assert sum("London-wide · " in part for part in parts) == 11
    assert "/raise/contact/?member=ines-vale" in parts[0]


def test_member_rows_differ_only_in_text(client, twelve_members):
    parts, _names = member_rows(client.get(NEWHAM))

    bare = {re.sub(r"member=[a-z-]+|(?<=ui-meta\">)[^<]*|with [^<]+", "", part) for part in parts}
    assert len(bare) == 1


def test_order_is_random_for_each_response_and_not_cached(client, twelve_members):
    answers = [client.get(NEWHAM) for _visit in range(5)]

    orders = {tuple(member_rows(answer)[1]) for answer in answers}
    assert len(orders) > 1
    assert {names[0] for names in orders} == {"Ines Vale"}
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
    assert f"{FIND}order/" in answers[0].content.decode()


def test_vacant_seat_is_shown_as_vacant(client, assembly, twelve_members):
    Term.objects.filter(member=assembly.member).update(ends_on=factories.ELECTED.replace(year=2025))

    response = client.get(NEWHAM)

    assert "City and East has no Member at the moment" in response.content.decode()
    assert len(member_rows(response)[1]) == 11


def test_member_without_an_office_has_no_link(client, assembly, twelve_members):
    OfficeMember.objects.filter(member=assembly.member).delete()

    parts, _names = member_rows(client.get(NEWHAM))

    assert "Cannot be written to here yet" in parts[0]
    assert "<a " not in parts[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter your postcode, like E8 1EA"),
        ("E16", "Enter a full postcode, like E8 1EA"),
        ("ZZ1 1ZZ", "Check your postcode, or choose your borough instead. There is no such postcode"),
        ("E16 <b>", "Enter a full postcode"),
        ("x" * 1_000_000, "postcode"),
        ("E16\x001ZE\ud800", "postcode"),
    ],
)
def test_refused_postcode_shows_instructions_and_keeps_the_input(client, postcodes, typed, says):
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


def test_borough_page_links_all_33_boroughs(client, places):
    page = client.get(f"{FIND}borough/").content.decode()

    links = re.findall(rf'href="({FIND}in/[a-z-]+/)"', page)
    assert len(set(links)) == 33
    assert client.get(links[0]).status_code == 200


def test_page_without_address_shows_members_for_everyone(client, twelve_members):
    response = client.get(f"{FIND}no-address/")

    assert len(member_rows(response)[1]) == 11
    assert f"{FIND}borough/" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_search_needs_no_csrf_token_and_sets_no_cookie(postcodes):

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


def test_unknown_borough_returns_404(client, places):
    assert client.get(f"{FIND}in/atlantis/").status_code == 404


def test_result_query_count_is_constant(client, assembly, places):
    client.get(NEWHAM)  # the first response also loads the menus
    with CaptureQueriesContext(connection) as for_two:
        client.get(NEWHAM)
    with scoped(ALL):
        for letter in "ABCDEFGHIJ":
            factories.member(f"Person {letter}", office=assembly.office)

    with CaptureQueriesContext(connection) as for_twelve:
        client.get(NEWHAM)

    assert len(for_twelve) == len(for_two)
    assert sum("offices_" in query["sql"] or "places_" in query["sql"] for query in for_twelve) == 4


@pytest.mark.parametrize("address", ["no-address", "outside", "order"])
def test_pages_for_people_without_a_postcode_have_a_reading_age_of_at_most_nine(client, assembly, address):
    main = BeautifulSoup(client.get(f"/find-your-members/{address}/").content, "html.parser").main
    words = "".join(str(part) for part in main.select("h1, h2, p, ul:not(.ui-rows) > li"))
    assert max(ages(words)) <= MAX_AGE
