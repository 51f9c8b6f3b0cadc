"""Tests of the pages that editors write, and of what editors cannot reach."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from cms.setup import home_page, write_home_page
from demo.site import pages

WORDS = {
    "question": "Find your Members",
    "lead": "Everyone has twelve.",
    "body": [("text", RichText("<p>Hello</p>"))],
}


def test_home_page_of_an_empty_installation_works(client, db):
    assert client.get("/").status_code == 200


def test_home_page_shows_the_editors_text(client, db):
    write_home_page(**WORDS)
    page = client.get("/").content.decode()
    assert "Everyone has twelve." in page
    assert "<p>Hello</p>" in page
    assert " ".join(page.split()).count("I live outside London") == 1


def test_writing_the_demo_pages_twice_keeps_edits(client, db):
    pages.write()
    home = home_page()
    home.lead = "An editor was here."
    home.save_revision().publish()
    pages.write()
    assert "An editor was here." in client.get("/").content.decode()
    assert home.get_children().filter(slug="help").count() == 1


def test_anonymous_page_sets_no_cookie(client, db):
    assert not client.get("/").cookies


def test_editor_can_open_the_home_page_for_editing(sign_in, editor):
    client = sign_in(editor)
    assert client.get("/editor/").status_code == 200
    assert client.get(f"/editor/pages/{home_page().pk}/edit/").status_code == 200


def test_editor_gets_404_for_cases(sign_in, editor, case):
    client = sign_in(editor)
    assert client.get("/office/cases/").status_code == 404
    assert client.get(f"/office/cases/{case.reference}/").status_code == 404


@pytest.mark.parametrize("person", ["ben", "ada"])
def test_editor_returns_404_for_other_people(sign_in, assembly, person):
    assert sign_in(getattr(assembly, person)).get("/editor/").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "login/", "pages/", "users/", "password_reset/", "logout/", "api/main/pages/"]
)
def test_editor_pages_need_the_second_factor(sign_in, editor, path):
    response = sign_in(editor, second_factor=False).get(f"/editor/{path}")
    assert response.status_code in {302, 404}
    if response.status_code == 302:
        assert "/accounts/" in response.url


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path",
    [
        "users/",
        "users/new/",
        "users/edit/1/",
        "groups/",
        "groups/new/",
        "password_reset/",
        "pages/1/privacy/",
    ],
)
def test_wagtail_users_groups_and_passwords_return_404(sign_in, editor, path, method):
    """Grant every permission, to show that none of them opens these URLs."""
    editor.user_permissions.set(Permission.objects.all())
    assert getattr(sign_in(editor), method)(f"/editor/{path}").status_code == 404


def test_editor_can_set_preferences_but_no_account_details(sign_in, editor):
    client = sign_in(editor)
    page = client.get("/editor/account/")
    assert {panel.name for panels in page.context["panels_by_tab"].values() for panel in panels} == {
        "notifications",
        "locale",
        "theme",
    }
    sent = {"locale-preferred_language": "pl", "theme-theme": "dark", "theme-density": "default"}
    sent |= {"theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    sent |= {
        "name_email-email": "other@staff.example",
        "name_email-first_name": "x",
        "name_email-last_name": "x",
    }
    assert client.post("/editor/account/", sent).status_code == 302
    editor.refresh_from_db()
    assert editor.email == "nadia@staff.example"
    assert editor.wagtail_userprofile.theme == "dark"


def test_inline_scripts_are_allowed_only_in_the_editor(sign_in, editor):
    client, home = sign_in(editor), home_page()
    admin = client.get(f"/editor/pages/{home.pk}/edit/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline';" in admin
    assert "nonce" not in admin
    assert "frame-ancestors 'none'" in admin
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


def test_preview_has_the_policy_of_the_page_and_can_be_framed_by_the_editor(sign_in, editor):
    preview = sign_in(editor).get(f"/editor/pages/{home_page().pk}/view_draft/")
    policy = preview.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe" not in policy


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_editor_changes_the_home_page_in_a_browser(new_page, sign_in, editor):
    write_home_page(**WORDS)
    page, errors = new_page(viewport={"width": 1440, "height": 1000}), []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    name = settings.SESSION_COOKIE_NAME
    value = sign_in(editor).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto(f"/editor/pages/{home_page().pk}/edit/")
    page.get_by_role("textbox", name="Summary").fill("Everyone has thirteen.")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator(
        "iframe[title='Preview']"
    ).last  # Wagtail replaces the iframe after each change
    preview.get_by_text("Everyone has thirteen.").wait_for()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("published").first.wait_for()
    page.goto("/")
    assert page.get_by_text("Everyone has thirteen.").is_visible()
    assert errors == []


def test_home_page_query_count_is_limited(client, db):
    write_home_page(**WORDS)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 16


@pytest.mark.parametrize("act", ["move/2/confirm", "set_position"])
def test_root_page_cannot_be_moved(sign_in, editor, act):
    assert sign_in(editor).post(f"/editor/pages/1/{act}/").status_code == 404
