"""Tests of the page cache for anonymous visitors, and of banners and menus, which are on every page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import page_cache
from cms.models import Banner, Menu
from cms.setup import home_page

CACHED_PATHS = [
    "/",
    "/help/",
    "/news/",
    "/can-they-help/",
    "/can-they-help/bins-and-street-cleaning/newham/",
    "/sitemap.xml",
]


def run_with_queries(get_page):
    """Return the response and the queries of both databases."""
    with (
        CaptureQueriesContext(connections["default"]) as default_queries,
        CaptureQueriesContext(connections["cache"]) as cache_queries,
    ):
        response = get_page()
    return response, [*default_queries.captured_queries, *cache_queries.captured_queries]


@pytest.mark.parametrize("path", CACHED_PATHS)
def test_cached_page_needs_no_query(client, site, settings, path):
    settings.PAGE_CACHE_CHECK_SECONDS = 60
    cold, _queries = run_with_queries(lambda: client.get(path))
    warm, queries = run_with_queries(lambda: client.get(path))
    assert queries == []
    assert cold.content == warm.content
    assert warm.status_code == 200


def test_version_check_is_the_only_query_of_a_cached_page(client, site):
    client.get("/help/")
    _response, queries = run_with_queries(lambda: client.get("/help/"))
    assert all("cache_entries" in query["sql"] for query in queries)


def test_cached_page_contains_no_csrf_token_and_sets_no_cookie(client, site):
    for _ in range(2):
        response = client.get("/help/")
        assert not response.cookies
        assert b"csrfmiddlewaretoken" not in response.content
        assert "public" in response.headers["Cache-Control"]


def test_page_of_a_signed_in_person_is_not_cached(sign_in, site):
    Client().get("/help/")
    response = sign_in(site.ada).get("/help/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    assert "no-store" not in Client().get("/help/").headers["Cache-Control"]


def test_page_with_a_query_string_is_not_cached(client, site):
    assert client.get("/news/?before=2000-01-01").status_code == 200
    assert "ETag" not in client.get("/?utm=1").headers


def test_page_in_random_order_is_not_cached(client, site):
    for path in ("/members/", "/members/groups/labour/", "/privacy/offices/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_missing_page_is_not_cached(client, site):
    assert client.get("/new-page/").status_code == 404
    assert "public" not in client.get("/new-page/").headers.get("Cache-Control", "")


def test_published_change_is_served_immediately(client, site):
    client.get("/")
    home = home_page()
    home.lead = "Everyone has thirteen."
    home.save_revision().publish()
    assert "Everyone has thirteen." in client.get("/").content.decode()


def test_unpublished_page_is_removed_immediately(client, site):
    assert client.get("/help/").status_code == 200
    home_page().get_children().get(slug="help").specific.unpublish()
    assert client.get("/help/").status_code == 404
    assert "/help/" not in client.get("/").content.decode()


def test_version_changed_by_another_process_clears_the_cache(client, site):
    """Change the version in the shared cache, as another process does."""
    client.get("/help/")
    cache.set(page_cache.VERSION_KEY, page_cache.new_version(), None)
    _response, queries = run_with_queries(lambda: client.get("/help/"))
    assert len(queries) > 3


def test_page_read_before_publishing_is_not_cached_after(client, site, monkeypatch):
    """Publish while the response is being built."""
    store = page_cache.store

    def store_after_publishing(*args, **facts):
        page_cache.clear_pages()
        return store(*args, **facts)

    monkeypatch.setattr(page_cache, "store", store_after_publishing)
    client.get("/help/")
    monkeypatch.undo()
    _response, queries = run_with_queries(lambda: client.get("/help/"))
    assert len(queries) > 3


def test_conditional_request_returns_304(client, site):
    known = client.get("/help/").headers["ETag"]
    again = client.get("/help/", headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_cached_page_has_content_length_in_each_encoding(client, site, encoding):
    for _ in range(2):
        response = client.get("/help/", headers={"Accept-Encoding": encoding})
        assert int(response.headers["Content-Length"]) == len(response.content)
        assert response.has_header("Content-Encoding") == (encoding == "gzip")


def test_unknown_host_gets_no_cached_page(client, site):
    client.get("/help/")
    assert client.get("/help/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_cache_drops_pages_above_its_limit(client, site, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 3)
    for path in CACHED_PATHS:
        client.get(path)
    assert len(page_cache._cache.pages) == 3


def test_response_with_a_cookie_is_not_cacheable(client, site):
    """Call the check itself with and without a cookie."""
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import resolve

    from cms.middleware import is_cacheable_response

    request = RequestFactory().get("/help/")
    request.resolver_match = resolve("/help/")
    response = HttpResponse("x")
    assert is_cacheable_response(request, response)
    response.set_cookie("mine", "1")
    assert not is_cacheable_response(request, response)
    request.resolver_match = resolve("/find-your-members/")
    assert not is_cacheable_response(request, HttpResponse("x"))


# --- Banners and menus, which are on every page -----------------------------------------------------------


def banner(**facts):
    made = Banner.objects.create(**({"title": "Lines are busy.", "text": "Write here instead."} | facts))
    page_cache.clear_pages()
    return made


def test_cached_page_expires_when_a_banner_starts(client, site, monkeypatch):
    soon = timezone.now() + timedelta(minutes=10)
    banner(starts_at=soon, ends_at=soon + timedelta(minutes=10))
    client.get("/help/")
    [left] = [page.expires_at - timezone.now().timestamp() for page in page_cache._cache.pages.values()]
    assert 500 < left <= 600


SENT = {
    "kind": "service",
    "title": "Phones are down.",
    "text": "Write to us here.",
    "starts_at": "01/02/2020 09:00",
    "ends_at": "",
    "page": "",
    "form": "",
}
PUBLISH = {"action-publish": "action-publish"}


def test_editor_can_add_edit_and_delete_a_banner(sign_in, site, editor, client):
    anonymous = Client()
    anonymous.get("/help/")
    response = sign_in(editor).post("/editor/banners/add/", SENT | PUBLISH)
    assert response.status_code == 302, response.context["form"].errors
    assert "Phones are down." in anonymous.get("/help/").content.decode()
    made = Banner.objects.get(title=SENT["title"])
    assert (made.starts_at.day, made.starts_at.month) == (1, 2)  # typed as in Britain
    client.post(f"/editor/banners/edit/{made.pk}/", SENT | PUBLISH | {"title": "Phones work."})
    assert "Phones work." in anonymous.get("/help/").content.decode()
    client.post(f"/editor/banners/delete/{made.pk}/")
    assert "Phones work." not in anonymous.get("/help/").content.decode()


def test_draft_of_a_banner_is_on_no_page_and_has_a_preview(sign_in, site, editor):
    anonymous, desk = Client(), sign_in(editor)
    desk.post("/editor/banners/add/", SENT)
    made = Banner.objects.get(title=SENT["title"])
    assert SENT["title"] not in anonymous.get("/help/").text
    preview = f"/editor/banners/preview/{made.pk}/"
    assert desk.post(preview, SENT | {"text": "Not saved yet."}).json() == {
        "is_valid": True,
        "is_available": True,
    }
    assert "Not saved yet." in desk.get(preview).text
    desk.post(f"/editor/banners/edit/{made.pk}/", SENT | PUBLISH)
    assert SENT["title"] in anonymous.get("/help/").text


def test_changed_banner_stays_as_published_until_the_draft_is_published(sign_in, site, editor):
    anonymous, desk = Client(), sign_in(editor)
    desk.post("/editor/banners/add/", SENT | PUBLISH)
    made = Banner.objects.get(title=SENT["title"])
    desk.post(f"/editor/banners/edit/{made.pk}/", SENT | {"title": "Phones work."})
    assert SENT["title"] in anonymous.get("/help/").text
    desk.post(f"/editor/banners/unpublish/{made.pk}/")
    assert SENT["title"] not in anonymous.get("/help/").text


def test_menu_shows_the_editors_links(client, site):
    assert "Have your say" not in client.get("/help/").content.decode()
    menu = Menu.objects.get(place=Menu.Place.HEAD)
    menu.links = [("service", {"to": "find", "words": "Have your say"})]
    menu.save()
    page_cache.clear_pages()
    assert "Have your say" in client.get("/help/").content.decode()


def test_menu_omits_links_to_unpublished_pages(client, site):
    home_page().get_children().get(slug="cookies").specific.unpublish()
    assert "/cookies/" not in client.get("/help/").content.decode()


@pytest.mark.parametrize(
    ("facts", "there", "not_there"),
    [
        ({}, ["/", "/help/", "/find-your-members/", "/accounts/login/code/", "/raise/contact/safety/"], []),
        ({"starts_at": timezone.now() + timedelta(days=1)}, [], ["/", "/help/"]),
        (
            {
                "ends_at": timezone.now() - timedelta(seconds=1),
                "starts_at": timezone.now() - timedelta(days=1),
            },
            [],
            ["/", "/help/"],
        ),
        ({"form": "contact"}, ["/raise/contact/safety/"], ["/", "/help/", "/find-your-members/"]),
    ],
)
def test_banner_is_shown_on_its_pages_during_its_period(client, site, facts, there, not_there):
    banner(**facts)
    for path in there:
        assert "Lines are busy." in client.get(path).content.decode(), path
    for path in not_there:
        assert "Lines are busy." not in client.get(path).content.decode(), path


def test_banner_of_a_page_is_shown_on_its_subpages(client, site):
    banner(page=home_page().get_children().get(slug="news"))
    assert "Lines are busy." in client.get("/news/").content.decode()
    assert "Lines are busy." in client.get("/news/step-free-stations/").content.decode()
    assert "Lines are busy." not in client.get("/help/").content.decode()


def test_emergency_banner_is_shown_first(client, site):
    banner(title="Later.")
    banner(title="First.", kind=Banner.Kind.EMERGENCY)
    page = client.get("/help/").content.decode()
    assert page.index("First.") < page.index("Later.")


def test_banner_is_not_shown_in_the_back_office(sign_in, site):
    banner()
    assert "Lines are busy." not in sign_in(site.ben).get("/office/cases/").content.decode()
