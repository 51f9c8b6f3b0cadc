"""Tests of the error pages."""

import datetime

import pytest
from django.template import TemplateSyntaxError

from ui import views


@pytest.fixture
def make_request(rf):
    return lambda path: rf.get(path)


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "could not read"),
        (views.permission_denied, 403, "not allowed"),
        (views.csrf_failure, 403, "has expired"),
        (views.page_not_found, 404, "could not find"),
        (views.server_error, 500, "on our side"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/office/cases/"])
def test_error_page_has_instructions_and_needs_no_database(make_request, view, status, words, path):
    response = view(make_request(path))
    assert response.status_code == status
    assert words in response.content.decode()


def test_error_page_uses_the_frame_of_its_url(make_request):
    assert "ui-desk" in views.page_not_found(make_request("/office/cases/LA-1/")).content.decode()
    assert "ui-public" in views.page_not_found(make_request("/cases/")).content.decode()


def test_not_found_pages_are_identical(make_request):
    pages = {
        views.page_not_found(make_request(f"/my-cases/{reference}/")).content for reference in ("a", "b")
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    "view", [views.bad_request, views.permission_denied, views.csrf_failure, views.page_not_found]
)
@pytest.mark.parametrize("path", ["/my-cases/", "/office/cases/"])
def test_error_page_is_identical_at_any_time(make_request, view, path):
    def page(minute):
        request = make_request(path)
        request.session_ends_at = datetime.datetime(2026, 11, 23, 9, minute, tzinfo=datetime.UTC)
        request.session_extend_url = "/stay/"
        return view(request).content

    assert page(1) == page(2)


def test_bare_page_is_shown_if_the_error_page_fails(make_request, monkeypatch):
    def broken(*args, **kwargs):
        raise TemplateSyntaxError

    monkeypatch.setattr(views, "render_to_string", broken)
    monkeypatch.setattr(views, "render", broken)
    assert b"went wrong" in views.server_error(make_request("/")).content
    assert views.page_not_found(make_request("/")).status_code == 404
