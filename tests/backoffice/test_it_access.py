"""The statements on data protection and IT access, and checks that parts of them are true."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings

from accounts.models import User
from casework.audit.models import Entry
from casework.inventory.beyond import PLACES
from casework.wall.scope import ALL, scoped
from tests import factories

PACKAGES = ("accounts", "backoffice", "casework", "cms", "config", "portal", "ui")
DATA, IT = "/office/data/", "/office/what-it-can-see/"


def test_all_staff_can_read_both_statements(desk, assembly):
    boss = factories.staff("Boss", is_administrator=True)
    for person in (assembly.ben, assembly.dev, assembly.fay, boss):
        client = desk(person)
        assert "Who someone is" in client.get(DATA).text
        assert "Administrators of the service" in client.get(IT).text


def test_statements_are_refused_to_constituents_and_visitors(desk, ada):
    assert {desk(ada).get(path).status_code for path in (DATA, IT)} == {404}
    assert {Client().get(path).status_code for path in (DATA, IT)} == {302}


def test_statements_are_the_same_for_every_office(desk, assembly, case):
    def paper(person, path):
        return desk(person).get(path).text.partition("<h1")[2].partition("</main>")[0]

    for path in (DATA, IT):
        assert paper(assembly.ben, path) == paper(assembly.eve, path)
        assert case.subject not in paper(assembly.ben, path)


def test_statement_is_filtered_by_class(desk, ben):
    text = desk(ben).get(DATA, {"kind": "contact"}).text
    assert "Contact point" in text
    assert "Authenticator" not in text


def test_unknown_class_shows_everything(desk, ben):
    assert "Authenticator" in desk(ben).get(DATA, {"kind": "<b>"}).text


def test_back_office_pages_link_to_both_statements(desk, ben):
    text = desk(ben).get("/office/team/").text
    assert f'href="{DATA}"' in text
    assert f'href="{IT}"' in text


def test_statement_says_that_closed_cases_are_not_deleted(desk, ben):
    assert "Nothing deletes closed cases yet." in desk(ben).get(DATA).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_statements_are_accessible_and_do_not_scroll_sideways(new_page, axe, desk, ben, width):
    page, name = new_page(viewport={"width": width, "height": 900}), settings.SESSION_COOKIE_NAME
    value = desk(ben).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    for path in (DATA, IT):
        assert page.goto(path).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_database_refuses_a_superuser(ben):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ben.pk).update(is_superuser=True)


def test_case_text_is_stored_in_plain_text(case):
    with scoped(ALL), connection.cursor() as cursor:
        cursor.execute("select subject from cases_case")
        assert cursor.fetchone() == (case.subject,)


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"])
def test_password_is_stored_as_a_slow_hash(ben):
    ben.set_password(factories.PASSWORD)
    assert ben.password.startswith("scrypt$")
    assert factories.PASSWORD not in ben.password


@pytest.mark.postgresql
def test_service_cannot_change_or_delete_log_entries(case):
    with scoped(ALL):
        said = list(Entry.objects.values_list("pk", "verb"))
        for act in (lambda log: log.update(verb="other"), lambda log: log.delete()):
            with suppress(DatabaseError), transaction.atomic():
                act(Entry.objects.all())
        assert said == list(Entry.objects.values_list("pk", "verb"))
        assert said


def test_every_cookie_is_in_the_inventory():
    code = [path for package in PACKAGES for path in (settings.BASE_DIR / package).rglob("*.py")]
    setting = [
        str(path.relative_to(settings.BASE_DIR)) for path in code if ".set_cookie(" in path.read_text()
    ]
    assert setting == ["accounts/sign_in/known_browsers.py"]
    named = {place.where for place in PLACES if str(place.what).startswith("Cookie")}
    assert named == {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "accounts.sign_in.known_browsers.COOKIE"}
