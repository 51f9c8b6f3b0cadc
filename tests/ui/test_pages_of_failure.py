"""When something goes wrong the page says what to do, and never goes wrong itself."""

import datetime

import pytest
from django.template import TemplateSyntaxError

from ui import views


@pytest.fixture
def request_of(rf):
    return lambda path: rf.get(path)


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "could not read"),
        (views.permission_denied, 403, "not allowed"),
        (views.csrf_failure, 403, "could not be sure"),
        (views.page_not_found, 404, "could not find"),
        (views.server_error, 500, "on our side"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/office/cases/"])
def test_each_failure_says_what_to_do_without_a_database(request_of, view, status, words, path):
    response = view(request_of(path))
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_failure_at_the_desk_stays_in_the_frame_of_the_desk(request_of):
    assert "ui-desk" in views.page_not_found(request_of("/office/cases/LA-1/")).content.decode()
    assert "ui-public" in views.page_not_found(request_of("/cases/")).content.decode()


def test_not_there_and_not_yours_are_the_same_bytes(request_of):
    pages = {views.page_not_found(request_of(f"/my-cases/{reference}/")).content for reference in ("a", "b")}
    assert len(pages) == 1


@pytest.mark.parametrize(
    "view", [views.bad_request, views.permission_denied, views.csrf_failure, views.page_not_found]
)
@pytest.mark.parametrize("path", ["/my-cases/", "/office/cases/"])
def test_whenever_it_is_asked_for_a_failure_is_the_same_bytes(request_of, view, path):
    def page(minute):
        request = request_of(path)
        request.session_ends_at = datetime.datetime(2026, 11, 23, 9, minute, tzinfo=datetime.UTC)
        request.session_extend_url = "/stay/"
        return view(request).content

    assert page(1) == page(2)


def test_the_page_about_an_error_survives_an_error_of_its_own(request_of, monkeypatch):
    def broken(*args, **kwargs):
        raise TemplateSyntaxError

    monkeypatch.setattr(views, "render_to_string", broken)
    monkeypatch.setattr(views, "render", broken)
    assert b"went wrong" in views.server_error(request_of("/")).content
    assert views.page_not_found(request_of("/")).status_code == 404
