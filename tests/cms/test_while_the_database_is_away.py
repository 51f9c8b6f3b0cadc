"""Public pages from the memory of a process, while the database is away."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from cms import page_cache, safety_pages
from cms.setup import home_page
from tests.ops.outages import away

SAFETY_PAGES = ["/", "/contact/", "/help/"]
MARK = "This page may be out of date."


@pytest.fixture
def visitor(site):
    return Client(raise_request_exception=False)


def test_page_in_memory_is_shown_and_marked(visitor, monkeypatch):
    before = visitor.get("/cookies/")
    with away(monkeypatch):
        answer = visitor.get("/cookies/?from=mail")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
    assert MARK in answer.text
    assert MARK not in before.text
    assert len(answer.text) > len(before.text)
    assert answer.text.index(MARK) < answer.text.index("<main")


def test_expired_page_is_shown(visitor, monkeypatch):
    visitor.get("/cookies/")
    monkeypatch.setattr(page_cache.time, "time", lambda: 4_000_000_000)
    with away(monkeypatch):
        assert MARK in visitor.get("/cookies/").text


def test_page_that_is_not_in_memory_says_where_help_is(visitor, monkeypatch):
    with away(monkeypatch):
        answer = visitor.get("/cookies/")
    assert answer.status_code == 503
    assert "Call 999" in answer.text


def test_signed_in_person_sees_the_page_that_everyone_sees(visitor, sign_in, site, monkeypatch):
    visitor.get("/contact/")
    person = sign_in(site.ada, on=Client(raise_request_exception=False))
    with away(monkeypatch):
        answer = person.get("/contact/")
    assert MARK in answer.text
    assert "Sign out" not in answer.text


@pytest.mark.parametrize("path", SAFETY_PAGES)
def test_safety_page_of_an_older_version_is_kept(visitor, monkeypatch, path):
    visitor.get(path)
    visitor.get("/cookies/")
    page_cache.clear_pages()
    with away(monkeypatch):
        assert MARK in visitor.get(path).text
        assert visitor.get("/cookies/").status_code == 503


def test_safety_pages_are_in_memory_from_the_start(visitor, monkeypatch):
    safety_pages.load(WSGIHandler())
    with away(monkeypatch):
        assert all(MARK in visitor.get(path).text for path in SAFETY_PAGES)


def test_server_starts_without_a_database(visitor, monkeypatch, caplog):
    with away(monkeypatch):
        safety_pages.load(WSGIHandler())
    assert "No safety pages in memory" in caplog.text


def test_unpublished_safety_page_is_forgotten(visitor, monkeypatch):
    visitor.get("/help/")
    home_page().get_children().get(slug="help").specific.unpublish()
    assert visitor.get("/help/").status_code == 404
    with away(monkeypatch):
        assert visitor.get("/help/").status_code == 503


def test_page_is_fresh_again_once_the_database_is_back(visitor, monkeypatch):
    with away(monkeypatch):
        visitor.get("/help/")
    assert MARK not in visitor.get("/help/").text
