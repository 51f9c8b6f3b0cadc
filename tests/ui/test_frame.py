"""Tests of the page frame: names, languages, and cacheable anonymous pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.limits.attempts import refuse
from body.contact import contact_sentences
from ui import context
from ui.build_assets import without_brand


def test_language_that_is_off_is_not_offered(rf):
    assert context.frame(rf.get("/"))["languages"] == []


def test_language_that_is_on_is_offered_in_its_own_script(rf, offer):
    offer("ar")
    assert context.frame(rf.get("/"))["languages"] == [
        {"code": "ar", "name": "العربية", "dir": "rtl", "url": "/ar/"}
    ]


def test_page_in_arabic_is_right_to_left(rf, offer):
    offer("ar")
    with translation.override("ar"):
        assert context.frame(rf.get("/"))["html_dir"] == "rtl"


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_cached_anonymous_page_sets_no_cookie_and_makes_no_query(client, settings):
    settings.PAGE_CACHE_CHECK_SECONDS = 60
    client.get("/gallery/")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/gallery/")
    assert not [query for query in queries if " FROM " in query["sql"]]
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_page_loads_nothing_from_other_hosts(client):
    html = client.get("/gallery/").content.decode()
    links = ("https://www.bbc.co.uk/weather", "https://999bsl.co.uk")
    for link in links:
        html = html.replace(link, "")
    assert "https://" not in html
    assert "<script>" not in html
    assert " style=" not in html


def test_styles_contain_no_font_or_image_of_gov_uk():
    source = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        "a{font-family:GDS Transport,arial,sans-serif}b{background:url(/assets/images/govuk-crest.svg)}"
        "/*# sourceMappingURL=a.map */"
    )
    assert without_brand(source) == "a{font-family:var(--ui-font,arial,sans-serif)}b{background:none}"


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_footer_shows_the_contact_details_of_the_body(client, the_body):
    the_body.phone, the_body.hours, the_body.post = "01632 960100", "", ""
    the_body.neutral_line = "One service for all nine Members of the parish."
    foot = client.get("/gallery/").text.split("<footer")[1]
    assert "Phone 01632 960100." in foot
    assert "all nine Members of the parish" in foot
    assert "City Hall" not in foot
    assert "London" not in foot


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_footer_offers_contact_that_needs_no_voice(client, the_body):
    the_body.phone, the_body.email, the_body.reply_time = (
        "01632 960100",
        "hello@parish.example",
        "5 working days",
    )
    foot = client.get("/gallery/").text.split("<footer")[1]
    assert "Email hello@parish.example." in foot
    assert "We reply within 5 working days." in foot
    assert "Relay UK: dial 18001, then 01632 960100." in foot


def test_contact_facts_in_english_are_marked_in_a_sentence_of_another_language():
    facts = {
        "email": "",
        "phone": "01632 960100",
        "hours": "9am to 5pm",
        "post": "A & B\nLeeds",
        "reply_time": "2 days",
    }
    with translation.override("ar"):
        said = contact_sentences(**facts)
    for words in ("9am to 5pm", "A &amp; B, Leeds", "2 days"):
        assert f'<bdi lang="en" dir="ltr">{words}</bdi>' in said
    assert "<bdi" not in contact_sentences(**facts)


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_page_about_too_many_attempts_offers_contact_that_needs_no_voice(rf, the_body):
    the_body.email, the_body.phone = "hello@parish.example", "01632 960100"
    request = rf.get("/")
    request.user, request.shared_device = AnonymousUser(), False
    page = refuse(request, shared=True).content.decode()
    assert "hello@parish.example" in page.split("<footer")[0]
    assert "dial 18001" in page.split("<footer")[0]
