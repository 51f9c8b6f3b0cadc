"""What editors put on the site, and what they never reach."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from cms.setup import home_page, write_home_page
from config.demo import pages

WORDS = {
    "question": "Find your Members",
    "lead": "Everyone has twelve.",
    "body": [("text", RichText("<p>Hello</p>"))],
}


def test_the_first_page_of_a_bare_installation_works(client, db):
    assert client.get("/").status_code == 200


def test_the_words_of_the_editors_are_on_the_home_page(client, db):
    write_home_page(**WORDS)
    page = client.get("/").content.decode()
    assert "Everyone has twelve." in page
    assert "<p>Hello</p>" in page
    assert " ".join(page.split()).count("I live outside London") == 1


def test_writing_the_demo_pages_twice_changes_nothing(client, db):
    pages.write()
    home = home_page()
    home.lead = "An editor was here."
    home.save_revision().publish()
    pages.write()
    assert "An editor was here." in client.get("/").content.decode()
    assert home.get_children().filter(slug="help").count() == 1


def test_an_anonymous_page_sets_no_cookie(client, db):
    assert not client.get("/").cookies


def test_an_editor_changes_the_home_page(sign_in, editor):
    client = sign_in(editor)
    assert client.get("/editor/").status_code == 200
    assert client.get(f"/editor/pages/{home_page().pk}/edit/").status_code == 200


def test_an_editor_finds_no_case(sign_in, editor, case):
    client = sign_in(editor)
    assert client.get("/office/cases/").status_code == 404
    assert client.get(f"/office/cases/{case.reference}/").status_code == 404


@pytest.mark.parametrize("who", ["ben", "ada"])
def test_others_find_no_editor(sign_in, assembly, who):
    assert sign_in(getattr(assembly, who)).get("/editor/").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "login/", "pages/", "users/", "password_reset/", "logout/", "api/main/pages/"]
)
def test_a_password_alone_opens_no_page_of_the_editor(sign_in, editor, path):
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
def test_people_groups_and_passwords_are_not_run_in_wagtail(sign_in, editor, path, method):
    """Whatever rights a group has: here are all of them."""
    editor.user_permissions.set(Permission.objects.all())
    assert getattr(sign_in(editor), method)(f"/editor/{path}").status_code == 404


def test_an_editor_sets_language_and_looks_and_nothing_about_the_account(sign_in, editor):
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


def test_the_editor_alone_may_run_scripts_of_a_page(sign_in, editor):
    client, home = sign_in(editor), home_page()
    admin = client.get(f"/editor/pages/{home.pk}/edit/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline';" in admin
    assert "nonce" not in admin
    assert "frame-ancestors 'none'" in admin
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


def test_a_preview_is_as_strict_as_the_page_and_may_stand_in_the_editor(sign_in, editor):
    policy = (
        sign_in(editor).get(f"/editor/pages/{home_page().pk}/view_draft/").headers["Content-Security-Policy"]
    )
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_changes_the_front_page_in_a_browser(new_page, sign_in, editor):
    write_home_page(**WORDS)
    page, errors = new_page(viewport={"width": 1440, "height": 1000}), []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    name = settings.SESSION_COOKIE_NAME
    value = sign_in(editor).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    page.goto(f"/editor/pages/{home_page().pk}/edit/")
    page.get_by_role("textbox", name="Summary").fill("Everyone has thirteen.")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title='Preview']").last  # Wagtail changes one for the next
    preview.get_by_text("Everyone has thirteen.").wait_for()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("published").first.wait_for()
    page.goto("/")
    assert page.get_by_text("Everyone has thirteen.").is_visible()
    assert errors == []


def test_the_home_page_asks_the_database_a_few_times_only(client, db):
    write_home_page(**WORDS)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 16


@pytest.mark.parametrize("act", ["move/2/confirm", "set_position"])
def test_nobody_moves_the_top_of_the_tree(sign_in, editor, act):
    assert sign_in(editor).post(f"/editor/pages/1/{act}/").status_code == 404
