"""What editors put on the site, and what they never reach."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from cms.setup import editors, home_page, write_content_page, write_home_page
from config.demo import pages
from tests import factories

WORDS = {
    "question": "Find your Members",
    "lead": "Everyone has twelve.",
    "body": [("text", RichText("<p>Hello</p>"))],
}


@pytest.fixture
def editor(assembly):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    return person


def test_the_first_page_of_a_bare_installation_works(client, db):
    assert client.get("/").status_code == 200


def test_the_words_of_the_editors_are_on_the_home_page(client, db):
    write_home_page(**WORDS)
    page = client.get("/").content.decode()
    assert "Everyone has twelve." in page
    assert "<p>Hello</p>" in page


def test_writing_the_demo_pages_twice_changes_nothing(client, db):
    pages.write()
    home = home_page()
    home.lead = "An editor was here."
    home.save_revision().publish()
    pages.write()
    assert "An editor was here." in client.get("/").content.decode()
    assert home.get_children().filter(slug="help").count() == 1


@pytest.mark.parametrize("slug", ["help", "privacy", "cookies", "accessibility"])
def test_the_pages_of_the_demo_are_there(client, db, slug):
    pages.write()
    assert client.get(f"/{slug}/").status_code == 200


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


def test_there_is_no_screen_for_users_or_groups(sign_in, editor):
    client = sign_in(editor)
    for path in ("users/", "users/add/", "groups/", "groups/new/"):
        assert client.get(f"/editor/{path}").status_code in {302, 403, 404}


def test_the_home_page_asks_the_database_a_few_times_only(client, db):
    write_home_page(**WORDS)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 12


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_no_barrier_on_the_public_pages(new_page, axe, width):
    write_content_page(
        slug="help", title="Help", lead="How to reach us.", text="<h2>Phone</h2><p>Call us.</p>"
    )
    pages.write()
    page = new_page(viewport={"width": width, "height": 900})
    for path in ("/", "/help/", "/privacy/", "/accounts/login/", "/accounts/login/code/", "/no-such-page/"):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
