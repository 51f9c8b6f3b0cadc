"""Every URL and page type has a reviewed permission; one without is refused with instructions."""

import types
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import RegexPattern, URLResolver
from wagtail.models import get_page_models

from tests.wall.urls import url_patterns

from .reviewed import WAGTAIL_LIST, gone, row_of, unreviewed, wagtail_routes
from .rules import RULES
from .url_permissions import ROWS

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


def test_every_url_has_a_reviewed_row(proof):
    patterns = url_patterns()
    proof("B-01", "addresses with a reviewed row", tried=len(patterns), failures=unreviewed(patterns))


def test_wagtail_list_has_no_removed_url():
    assert gone(url_patterns()) == [], f"Take these out of {WAGTAIL_LIST.name}."


def test_every_row_names_its_arguments():
    for url_pattern in url_patterns():
        if row := row_of(url_pattern):
            assert set(url_pattern.arguments) <= set(row.args), (
                f"{url_pattern.route}: say in `args` what each argument names"
            )
            assert row.who in RULES, f"{url_pattern.route}: {row.who!r} is no rule of tests/trust/rules.py"


def test_rows_open_to_anybody_give_a_reason():
    assert [route for route, row in ROWS.items() if row.who == "anybody" and not row.why] == []


def test_wagtail_list_is_sorted_without_duplicates():
    assert wagtail_routes() == sorted(set(wagtail_routes()))


def test_url_without_a_row_is_refused():
    urls = types.SimpleNamespace(urlpatterns=[path("office/everything/", lambda request: HttpResponse())])
    [complaint] = unreviewed(url_patterns(resolver=URLResolver(RegexPattern(r"^/"), urls)))
    assert complaint.startswith("office/everything/: Nobody has looked at who may open it.")
    assert "tests/trust/url_permissions.py" in complaint


def test_unlisted_wagtail_url_is_refused():
    """A page that a new release of Wagtail brings must be reviewed before it opens."""
    urls = types.SimpleNamespace(
        urlpatterns=[path("editor/pages/everything/", lambda request: HttpResponse())]
    )
    [complaint] = unreviewed(url_patterns(resolver=URLResolver(RegexPattern(r"^/"), urls)))
    assert "wagtail_url_permissions.txt" in complaint


def unreviewed_pages(models):
    return [
        f"{model._meta.label}: say in PAGE_TYPES of tests/trust/test_url_permissions.py where what it shows comes "
        "from. Pages of editors show no case and no person: leave such a model out of cms."
        for model in models
        if model._meta.label not in PAGE_TYPES
    ]


def test_every_page_type_is_reviewed(proof):
    types_of_page = get_page_models()
    proof(
        "B-01", "types of page reviewed", tried=len(types_of_page), failures=unreviewed_pages(types_of_page)
    )


def test_unreviewed_page_type_is_refused():
    class CasesPage:
        class _meta:
            label = "cms.CasesPage"

    [complaint] = unreviewed_pages([CasesPage])
    assert complaint.startswith("cms.CasesPage: say in PAGE_TYPES")


@pytest.mark.parametrize(
    "address", ["/_util/login/", "/_util/authenticate_with_password/1/1/", "/accounts/signup/", "/admin/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_sign_in_urls_return_404(client, db, address, method):
    body = {"username": "ben@staff.example", "password": "x"}
    assert getattr(client, method)(address, body).status_code == 404


@pytest.mark.parametrize(
    "address", ["/gallery/", "/gallery/desk/", "/__debug__/", "/media/", "/files/", "/documents/1/a/"]
)
def test_developer_urls_return_404(client, db, settings, address):
    assert not settings.DEBUG
    assert client.get(address).status_code == 404


def test_editor_pages_are_served(client, db):
    assert reverse("wagtail_serve", args=["help/"]) == "/help/"
    assert client.get("/").status_code == 200


def test_gallery_is_the_only_debug_url():
    source = Path("config/urls.py").read_text()
    assert source.count("settings.DEBUG") == 1
