"""Was this page useful? Numbers, and nothing about who said it."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connections
from django.test import Client

from cms import useful
from cms.models import PageUse
from cms.setup import home_page


@pytest.fixture
def address(site):
    page = home_page().get_children().get(slug="help")
    return f"/useful/{page.translation_key}/"


def say(client, address, answer="yes", network="192.0.2.7"):
    return client.post(address, {"useful": answer}, REMOTE_ADDR=network)


def test_the_buttons_of_a_page_count_one_answer(client, address):
    page = client.get("/help/").content.decode()
    assert re.search(r'action="(/useful/[^"]+)"', page)[1] == address
    response = say(client, address)
    assert response.url == f"{address}thanks/"
    assert "Thank you" in client.get(response.url).content.decode()
    assert PageUse.objects.get().useful == 1


def test_no_token_and_no_cookie_is_asked_for(address):
    client = Client(enforce_csrf_checks=True)
    assert not say(client, address).cookies
    assert not client.get(f"{address}thanks/").cookies


def test_a_double_click_counts_once(client, address):
    for _click in range(2):
        say(client, address)
    assert PageUse.objects.get().useful == 1


def test_neighbours_are_counted_each(client, address):
    say(client, address, network="192.0.2.7")
    say(client, address, "no", network="192.0.2.8")
    counted = PageUse.objects.get()
    assert (counted.useful, counted.not_useful) == (1, 1)


def test_the_same_person_may_answer_again_later(client, address, monkeypatch):
    say(client, address)
    cache.clear()
    say(client, address)
    assert PageUse.objects.get().useful == 2


def test_no_address_is_kept(client, address):
    say(client, address, network="192.0.2.77")
    with connections["cache"].cursor() as cursor:
        cursor.execute("select * from cache_entries")
        assert "192.0.2.77" not in repr(cursor.fetchall())
    for model in apps.get_models():
        assert "192.0.2.77" not in repr(list(model._base_manager.values_list())), model


@pytest.mark.parametrize("answer", ["", "maybe", "yes' or 1"])
def test_what_is_no_answer_is_not_counted(client, address, answer):
    assert say(client, address, answer).status_code == 302
    assert not PageUse.objects.exists()


def test_what_is_no_page_is_not_counted(client, site):
    assert say(client, "/useful/11111111-2222-4333-8444-555555555555/").status_code == 404


def test_a_draft_cannot_be_answered(client, address):
    home_page().get_children().get(slug="help").specific.unpublish()
    assert say(client, address).status_code == 404


def test_an_answer_is_posted(client, address):
    assert client.get(address).status_code == 405


def test_an_editor_reads_the_answers(sign_in, editor, address):
    say(Client(), address, "no")
    page = sign_in(editor).get("/editor/reports/useful/").content.decode()
    assert "Help" in page


@pytest.mark.parametrize("who", ["ben", "ada"])
def test_others_do_not(sign_in, site, who):
    assert sign_in(getattr(site, who)).get("/editor/reports/useful/").status_code == 404


def test_a_page_of_answers_stays_short(sign_in, editor, address, monkeypatch):
    monkeypatch.setattr(useful, "MOST_PAGES", 0)
    say(Client(), address)
    assert "Nobody has answered yet" in sign_in(editor).get("/editor/reports/useful/").content.decode()
