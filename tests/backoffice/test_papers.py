"""The papers that every member of staff may read, and some of what they say, shown."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings

from accounts.models import User
from casework.audit.models import Entry
from casework.inventory.beyond import PLACES
from casework.scope import ALL, scoped
from tests import factories

ROOMS = ("accounts", "backoffice", "casework", "cms", "config", "portal", "ui")
DATA, IT = "/office/data/", "/office/what-it-can-see/"


def test_each_member_of_staff_reads_both_papers(desk, assembly):
    boss = factories.staff("Boss", is_administrator=True)
    for person in (assembly.ben, assembly.dev, assembly.fay, boss):
        client = desk(person)
        assert "Who somebody is" in client.get(DATA).text
        assert "Administrators of the service" in client.get(IT).text


def test_constituents_and_strangers_do_not(desk, ada):
    assert {desk(ada).get(path).status_code for path in (DATA, IT)} == {404}
    assert {Client().get(path).status_code for path in (DATA, IT)} == {302}


def test_the_papers_are_the_same_for_every_office(desk, assembly, case):
    def paper(person, path):
        return desk(person).get(path).text.partition("<h1")[2].partition("</main>")[0]

    for path in (DATA, IT):
        assert paper(assembly.ben, path) == paper(assembly.eve, path)
        assert case.subject not in paper(assembly.ben, path)


def test_one_class_can_be_shown_alone(desk, ben):
    text = desk(ben).get(DATA, {"kind": "contact"}).text
    assert "Contact point" in text
    assert "Authenticator" not in text


def test_a_class_that_is_none_shows_everything(desk, ben):
    assert "Authenticator" in desk(ben).get(DATA, {"kind": "<b>"}).text


def test_every_page_of_the_desk_leads_to_both(desk, ben):
    text = desk(ben).get("/office/team/").text
    assert f'href="{DATA}"' in text
    assert f'href="{IT}"' in text


def test_no_class_is_shown_without_saying_what_deletes_it(desk, ben):
    assert "Nothing deletes closed cases yet." in desk(ben).get(DATA).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_both_papers_hold_for_everyone(new_page, axe, desk, ben, width):
    page, name = new_page(viewport={"width": width, "height": 900}), settings.SESSION_COOKIE_NAME
    value = desk(ben).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    for path in (DATA, IT):
        assert page.goto(path).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_database_refuses_a_superuser(ben):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ben.pk).update(is_superuser=True)


def test_the_text_of_a_case_stands_in_the_database_as_it_was_written(case):
    with scoped(ALL), connection.cursor() as cursor:
        cursor.execute("select subject from cases_case")
        assert cursor.fetchone() == (case.subject,)


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"])
def test_a_password_is_stored_as_a_slow_hash(ben):
    ben.set_password(factories.PASSWORD)
    assert ben.password.startswith("scrypt$")
    assert factories.PASSWORD not in ben.password


@pytest.mark.postgresql
def test_the_service_cannot_change_or_delete_what_the_log_says(case):
    with scoped(ALL):
        said = list(Entry.objects.values_list("pk", "verb"))
        for act in (lambda log: log.update(verb="other"), lambda log: log.delete()):
            with suppress(DatabaseError), transaction.atomic():
                act(Entry.objects.all())
        assert said == list(Entry.objects.values_list("pk", "verb"))
        assert said


def test_no_cookie_is_set_that_the_inventory_does_not_name():
    code = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    setting = [
        str(path.relative_to(settings.BASE_DIR)) for path in code if ".set_cookie(" in path.read_text()
    ]
    assert setting == ["accounts/marks.py"]
    named = {place.where for place in PLACES if str(place.what).startswith("Cookie")}
    assert named == {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "accounts.marks.COOKIE"}
