"""Every address is reviewed before it opens, and a careless one is refused with words that say what to do."""

import types
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import RegexPattern, URLResolver
from wagtail.models import get_page_models

from .actors import RULES
from .doors import ROWS, WAGTAIL_LIST, doors, gone, row_of, unreviewed, wagtail_routes

# Every type of page that editors can make, and where what it shows comes from.
PAGE_TYPES = {
    "wagtailcore.Page": "Wagtail's own, never made by editors",
    "cms.HomePage": "its own fields, and the latest news",
    "cms.ContentPage": "its own fields",
    "cms.ContactPage": "its own fields",
    "cms.NewsIndexPage": "published news",
    "cms.NewsPage": "its own fields",
    "cms.GuidesPage": "published guides, boroughs, and how to reach a council",
    "cms.GuidePage": "its own fields, boroughs, and how to reach a council",
    "cms.MembersPage": "public facts of the offices: seats, groups, name and phone of an office",
    "cms.PrivacyPage": "its own fields, and the published notices of the offices",
    "cms.AccessibilityPage": "its own fields, and a file of known issues",
}


def test_every_address_was_looked_at(proof):
    standing = doors()
    proof("B-01", "addresses with a reviewed row", tried=len(standing), failures=unreviewed(standing))


def test_no_line_outlives_its_address():
    assert gone(doors()) == [], f"Take these out of {WAGTAIL_LIST.name}."


def test_every_row_says_what_its_arguments_name():
    for door in doors():
        if row := row_of(door):
            assert set(door.arguments) <= set(row.args), (
                f"{door.route}: say in `args` what each argument names"
            )
            assert row.who in RULES, f"{door.route}: {row.who!r} is no rule of tests/trust/actors.py"


def test_what_is_open_to_anybody_says_why():
    assert [route for route, row in ROWS.items() if row.who == "anybody" and not row.why] == []


def test_the_list_of_wagtails_addresses_has_each_once():
    assert wagtail_routes() == sorted(set(wagtail_routes()))


def test_an_address_added_carelessly_is_refused():
    urls = types.SimpleNamespace(urlpatterns=[path("office/everything/", lambda request: HttpResponse())])
    [complaint] = unreviewed(doors(resolver=URLResolver(RegexPattern(r"^/"), urls)))
    assert complaint.startswith("office/everything/: Nobody has looked at who may open it.")
    assert "tests/trust/doors.py" in complaint


def test_an_address_of_wagtail_that_is_not_listed_is_refused():
    """A release of Wagtail that brings a page is looked at before it opens."""
    urls = types.SimpleNamespace(
        urlpatterns=[path("editor/pages/everything/", lambda request: HttpResponse())]
    )
    [complaint] = unreviewed(doors(resolver=URLResolver(RegexPattern(r"^/"), urls)))
    assert "wagtail_doors.txt" in complaint


def unreviewed_pages(models):
    return [
        f"{model._meta.label}: say in PAGE_TYPES of tests/trust/test_doors.py where what it shows comes from. Pages of "
        "editors show no case and no person: leave such a model out of cms."
        for model in models
        if model._meta.label not in PAGE_TYPES
    ]


def test_every_type_of_page_was_looked_at(proof):
    types_of_page = get_page_models()
    proof(
        "B-01", "types of page reviewed", tried=len(types_of_page), failures=unreviewed_pages(types_of_page)
    )


def test_a_type_of_page_added_carelessly_is_refused():
    class CasesPage:
        class _meta:
            label = "cms.CasesPage"

    [complaint] = unreviewed_pages([CasesPage])
    assert complaint.startswith("cms.CasesPage: say in PAGE_TYPES")


@pytest.mark.parametrize(
    "address", ["/_util/login/", "/_util/authenticate_with_password/1/1/", "/accounts/signup/", "/admin/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_sign_in_stands_beside_ours(client, db, address, method):
    body = {"username": "ben@staff.example", "password": "x"}
    assert getattr(client, method)(address, body).status_code == 404


@pytest.mark.parametrize(
    "address", ["/gallery/", "/gallery/desk/", "/__debug__/", "/media/", "/files/", "/documents/1/a/"]
)
def test_what_only_developers_need_is_not_there(client, db, settings, address):
    assert not settings.DEBUG
    assert client.get(address).status_code == 404


def test_pages_of_the_editors_are_still_served(client, db):
    assert reverse("wagtail_serve", args=["help/"]) == "/help/"
    assert client.get("/").status_code == 200


def test_the_gallery_is_the_only_address_of_developers():
    source = Path("config/urls.py").read_text()
    assert source.count("settings.DEBUG") == 1
