"""The page of all pages: what each person finds there, and that every link of it opens."""

import re

import pytest

from accounts.models import User
from casework.cases.models import SavedView
from casework.wall.scope import ALL, scoped
from tests import factories

GO_TO = "/office/go-to/"


def links(page):
    return re.findall(r'<li><a href="([^"]+)"><bdi>', page.text)


@pytest.mark.parametrize("name", ["ben", "dev", "fay"])
def test_every_link_opens_for_whom_it_is_shown_to(desk, assembly, name):
    client = desk(getattr(assembly, name))
    found = links(client.get(GO_TO))
    assert len(found) > 20
    answers = {link: client.get(link.replace("&amp;", "&")).status_code for link in found}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_pages_of_managers_are_shown_to_managers_alone(desk, ben, dev):
    assert "/office/team/deadlines/" in links(desk(dev).get(GO_TO))
    assert "/office/team/deadlines/" not in links(desk(ben).get(GO_TO))


def test_people_who_only_read_are_not_shown_how_to_log_a_call(desk, assembly):
    assert "/office/contacts/" not in links(desk(assembly.fay).get(GO_TO))


def test_saved_views_of_others_are_not_shown(desk, ben, dev, office, assembly):
    with scoped(ALL):
        SavedView.objects.create(office=office, name="Ours", query="view=mine")
        SavedView.objects.create(office=office, owner=dev, name="Dev’s own", query="view=open")
        SavedView.objects.create(office=assembly.sister, name="Of the sister office", query="view=open")
    page = desk(ben).get(GO_TO).text
    assert "Ours" in page
    assert "Dev’s own" not in page
    assert "sister office" not in page


def test_palette_is_on_pages_of_people_who_work_in_an_office(desk, ben, db):
    assert "js/palette.js" in desk(ben).get("/office/cases/").text
    boss = User.objects.create_user("boss@staff.example", kind="staff", name="Boss", password="a long one")
    User.objects.filter(pk=boss.pk).update(is_administrator=True)
    assert "js/palette.js" not in desk(User.objects.get(pk=boss.pk)).get("/office/administration/").text


@pytest.mark.parametrize("name", ["ben", "fay"])
def test_own_settings_lead_to_mail_keys_columns_and_practice(desk, assembly, name):
    client = desk(getattr(assembly, name))
    page = client.get("/accounts/2fa/").text
    for address in ("team/news/", "team/keys/", "cases/columns/", "practice/"):
        assert f"/office/{address}" in page
        assert client.get(f"/office/{address}").status_code == 200


def test_own_settings_of_an_administrator_lead_to_no_page_of_offices(desk, office):
    boss = factories.staff("Boss", is_administrator=True)
    assert "/office/team/keys/" not in desk(boss).get("/accounts/2fa/").text
