"""Anonymous pages are kept, never anybody's own, and forgotten when an editor changes anything."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import keeping
from cms.models import Banner, Menu
from cms.setup import home_page

KEPT = [
    "/",
    "/help/",
    "/news/",
    "/can-they-help/",
    "/can-they-help/bins-and-street-cleaning/newham/",
    "/sitemap.xml",
]


def queries_of(ask):
    """Everything that both databases were asked."""
    with (
        CaptureQueriesContext(connections["default"]) as ours,
        CaptureQueriesContext(connections["cache"]) as theirs,
    ):
        response = ask()
    return response, [*ours.captured_queries, *theirs.captured_queries]


@pytest.mark.parametrize("path", KEPT)
def test_a_warm_page_asks_no_database(client, site, settings, path):
    settings.EDITION_LOOKED_UP_EVERY = 60
    cold, _asked = queries_of(lambda: client.get(path))
    warm, asked = queries_of(lambda: client.get(path))
    assert asked == []
    assert cold.content == warm.content
    assert warm.status_code == 200


def test_a_process_looks_up_the_edition_and_nothing_else(client, site):
    client.get("/help/")
    _response, asked = queries_of(lambda: client.get("/help/"))
    assert all("cache_entries" in query["sql"] for query in asked)


def test_a_kept_page_holds_no_token_and_sets_no_cookie(client, site):
    for _cold_then_warm in range(2):
        response = client.get("/help/")
        assert not response.cookies
        assert b"csrfmiddlewaretoken" not in response.content
        assert "public" in response.headers["Cache-Control"]


def test_who_has_a_session_gets_a_page_of_their_own(sign_in, site):
    Client().get("/help/")
    response = sign_in(site.ada).get("/help/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    assert "no-store" not in Client().get("/help/").headers["Cache-Control"]


def test_a_question_in_the_address_is_never_kept(client, site):
    assert client.get("/news/?before=2000-01-01").status_code == 200
    assert "ETag" not in client.get("/?utm=1").headers


def test_an_order_drawn_for_a_visit_is_never_kept(client, site):
    for path in ("/members/", "/members/groups/labour/", "/privacy/offices/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_what_is_not_there_is_not_kept(client, site):
    assert client.get("/new-page/").status_code == 404
    assert "public" not in client.get("/new-page/").headers.get("Cache-Control", "")


def test_publishing_is_seen_at_once(client, site):
    client.get("/")
    home = home_page()
    home.lead = "Everyone has thirteen."
    home.save_revision().publish()
    assert "Everyone has thirteen." in client.get("/").content.decode()


def test_what_was_taken_down_is_gone_at_once(client, site):
    assert client.get("/help/").status_code == 200
    home_page().get_children().get(slug="help").specific.unpublish()
    assert client.get("/help/").status_code == 404
    assert "/help/" not in client.get("/").content.decode()


def test_another_process_learns_of_it_too(client, site):
    """What it kept belongs to an edition that is over."""
    client.get("/help/")
    cache.set(keeping.EDITION, keeping.new_name(), None)
    _response, asked = queries_of(lambda: client.get("/help/"))
    assert len(asked) > 3


def test_what_was_read_before_publishing_is_not_kept_after(client, site, monkeypatch):
    """Somebody's page is on its way while an editor publishes."""
    keep = keeping.keep

    def keep_late(*args, **facts):
        keeping.forget_pages()
        return keep(*args, **facts)

    monkeypatch.setattr(keeping, "keep", keep_late)
    client.get("/help/")
    monkeypatch.undo()
    _response, asked = queries_of(lambda: client.get("/help/"))
    assert len(asked) > 3


def test_a_browser_that_has_the_page_is_told_so(client, site):
    known = client.get("/help/").headers["ETag"]
    again = client.get("/help/", headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("takes", ["gzip", "identity"])
def test_a_kept_page_says_how_long_it_is(client, site, takes):
    for _cold_then_warm in range(2):
        response = client.get("/help/", headers={"Accept-Encoding": takes})
        assert int(response.headers["Content-Length"]) == len(response.content)
        assert response.has_header("Content-Encoding") == (takes == "gzip")


def test_a_name_that_is_not_ours_gets_no_kept_page(client, site):
    client.get("/help/")
    assert client.get("/help/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_no_more_pages_are_held_than_fit(client, site, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_PAGES", 3)
    for path in KEPT:
        client.get(path)
    assert len(keeping._kept.pages) == 3


def test_a_page_with_somebody_s_cookie_would_not_be_kept(client, site):
    """The guard itself: what is set for one browser stays with it."""
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import resolve

    from cms.middleware import may_be_kept

    request = RequestFactory().get("/help/")
    request.resolver_match = resolve("/help/")
    response = HttpResponse("x")
    assert may_be_kept(request, response)
    response.set_cookie("mine", "1")
    assert not may_be_kept(request, response)
    request.resolver_match = resolve("/find-your-members/")
    assert not may_be_kept(request, HttpResponse("x"))


# --- Banners and menus stand on every page ------------------------------------------------------------


def banner(**facts):
    made = Banner.objects.create(**({"title": "Lines are busy.", "text": "Write here instead."} | facts))
    keeping.forget_pages()
    return made


def test_a_kept_page_goes_when_a_banner_begins_or_ends(client, site, monkeypatch):
    soon = timezone.now() + timedelta(minutes=10)
    banner(starts_at=soon, ends_at=soon + timedelta(minutes=10))
    client.get("/help/")
    [left] = [page.until - timezone.now().timestamp() for page in keeping._kept.pages.values()]
    assert 500 < left <= 600


def test_an_editor_puts_up_a_banner(sign_in, site, editor, client):
    stranger = Client()
    stranger.get("/help/")
    sent = {
        "kind": "service",
        "title": "Phones are down.",
        "text": "Write to us here.",
        "starts_at": "2020-01-01 09:00",
        "ends_at": "",
        "page": "",
        "form": "",
    }
    response = sign_in(editor).post("/editor/banners/new/", sent)
    assert response.status_code == 302, response.context["form"].errors
    assert "Phones are down." in stranger.get("/help/").content.decode()
    made = Banner.objects.get()
    client.post(f"/editor/banners/edit/{made.pk}/", sent | {"title": "Phones work."})
    assert "Phones work." in stranger.get("/help/").content.decode()
    client.post(f"/editor/banners/delete/{made.pk}/")
    assert "Phones work." not in stranger.get("/help/").content.decode()


def test_a_menu_leads_where_editors_say(client, site):
    assert "Have your say" not in client.get("/help/").content.decode()
    menu = Menu.objects.get(place=Menu.Place.HEAD)
    menu.links = [("service", {"to": "find", "words": "Have your say"})]
    menu.save()
    keeping.forget_pages()
    assert "Have your say" in client.get("/help/").content.decode()


def test_a_link_to_a_page_that_was_taken_down_is_left_out(client, site):
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
def test_a_banner_stands_where_and_when_it_should(client, site, facts, there, not_there):
    banner(**facts)
    for path in there:
        assert "Lines are busy." in client.get(path).content.decode(), path
    for path in not_there:
        assert "Lines are busy." not in client.get(path).content.decode(), path


def test_a_banner_for_a_page_stands_on_those_below_it(client, site):
    banner(page=home_page().get_children().get(slug="news"))
    assert "Lines are busy." in client.get("/news/").content.decode()
    assert "Lines are busy." in client.get("/news/step-free-stations/").content.decode()
    assert "Lines are busy." not in client.get("/help/").content.decode()


def test_an_emergency_comes_first(client, site):
    banner(title="Later.")
    banner(title="First.", kind=Banner.Kind.EMERGENCY)
    page = client.get("/help/").content.decode()
    assert page.index("First.") < page.index("Later.")


def test_a_banner_never_stands_at_the_desk(sign_in, site):
    banner()
    assert "Lines are busy." not in sign_in(site.ben).get("/office/cases/").content.decode()
