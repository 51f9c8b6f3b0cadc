"""Tests of the question whether a page was useful: counters without personal data."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connections
from django.test import Client

from cms.models import PageUse
from cms.setup import home_page
from cms.site import useful


@pytest.fixture
def answer_url(site):
    page = home_page().get_children().get(slug="help")
    return f"/useful/{page.translation_key}/"


def post_answer(client, answer_url, answer="yes", network="192.0.2.7"):
    return client.post(answer_url, {answer: "Yes"}, REMOTE_ADDR=network)


def test_answer_is_counted_and_thanked(client, answer_url):
    page = client.get("/help/").content.decode()
    assert re.search(r'action="(/useful/[^"]+)"', page)[1] == answer_url
    response = post_answer(client, answer_url)
    assert response.url == f"{answer_url}thanks/"
    assert "Thank you" in client.get(response.url).content.decode()
    assert PageUse.objects.get().useful == 1


def test_answer_needs_no_csrf_token_and_sets_no_cookie(answer_url):
    client = Client(enforce_csrf_checks=True)
    assert not post_answer(client, answer_url).cookies
    assert not client.get(f"{answer_url}thanks/").cookies


def test_double_click_counts_once(client, answer_url):
    for _ in range(2):
        post_answer(client, answer_url)
    assert PageUse.objects.get().useful == 1


def test_answers_from_two_addresses_are_both_counted(client, answer_url):
    post_answer(client, answer_url, network="192.0.2.7")
    post_answer(client, answer_url, "no", network="192.0.2.8")
    counted = PageUse.objects.get()
    assert (counted.useful, counted.not_useful) == (1, 1)


def test_second_answer_is_counted_after_the_interval(client, answer_url, monkeypatch):
    post_answer(client, answer_url)
    cache.clear()
    post_answer(client, answer_url)
    assert PageUse.objects.get().useful == 2


def test_ip_address_is_not_stored(client, answer_url):
    post_answer(client, answer_url, network="192.0.2.77")
    with connections["cache"].cursor() as cursor:
        cursor.execute("select * from cache_entries")
        assert "192.0.2.77" not in repr(cursor.fetchall())
    for model in apps.get_models():
        assert "192.0.2.77" not in repr(list(model._base_manager.values_list())), model


@pytest.mark.parametrize("answer", ["", "maybe", "yes' or 1"])
def test_invalid_answer_is_not_counted(client, answer_url, answer):
    assert post_answer(client, answer_url, answer).status_code == 302
    assert not PageUse.objects.exists()


def test_answer_for_an_unknown_page_returns_404(client, site):
    assert post_answer(client, "/useful/11111111-2222-4333-8444-555555555555/").status_code == 404


def test_answer_for_an_unpublished_page_returns_404(client, answer_url):
    home_page().get_children().get(slug="help").specific.unpublish()
    assert post_answer(client, answer_url).status_code == 404


def test_get_of_the_answer_url_returns_405(client, answer_url):
    assert client.get(answer_url).status_code == 405


def test_editor_sees_the_report(sign_in, editor, answer_url):
    post_answer(Client(), answer_url, "no")
    page = sign_in(editor).get("/editor/reports/useful/").content.decode()
    assert "Help" in page


@pytest.mark.parametrize("person", ["ben", "ada"])
def test_report_returns_404_for_other_people(sign_in, site, person):
    assert sign_in(getattr(site, person)).get("/editor/reports/useful/").status_code == 404


def test_report_is_limited_to_its_number_of_pages(sign_in, editor, answer_url, monkeypatch):
    monkeypatch.setattr(useful, "MOST_PAGES", 0)
    post_answer(Client(), answer_url)
    assert "No one has answered yet" in sign_in(editor).get("/editor/reports/useful/").content.decode()
