"""The frame knows names and languages, and leaves anonymous pages cacheable."""

from pathlib import Path
from shutil import copyfile

import django
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ui import context
from ui.build_assets import neutral


@pytest.fixture(autouse=True)
def fresh_languages():
    context.offered.cache_clear()
    yield
    context.offered.cache_clear()


@pytest.fixture
def arabic(settings, tmp_path):
    """A catalogue for Arabic, and for nothing else."""
    folder = tmp_path / "ar/LC_MESSAGES"
    folder.mkdir(parents=True)
    copyfile(Path(django.__file__).parent / "conf/locale/ar/LC_MESSAGES/django.mo", folder / "django.mo")
    settings.LOCALE_PATHS = [tmp_path]


def test_a_language_without_translation_is_not_offered(rf, settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    assert context.frame(rf.get("/"))["languages"] == []


def test_a_translated_language_is_offered_in_its_own_script(rf, arabic):
    assert context.frame(rf.get("/"))["languages"] == [
        {"code": "ar", "name": "العربية", "dir": "rtl", "url": "/ar/"}
    ]


def test_a_page_in_arabic_runs_from_right_to_left(rf, arabic):
    with translation.override("ar"):
        assert context.frame(rf.get("/"))["html_dir"] == "rtl"


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_an_anonymous_page_sets_no_cookie_and_asks_no_database_once_warm(client, settings):
    settings.EDITION_LOOKED_UP_EVERY = 60
    client.get("/gallery/")
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/gallery/")
    assert not [query for query in asked if " FROM " in query["sql"]]
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_no_page_asks_anyone_else_for_anything(client):
    html = client.get("/gallery/").content.decode()
    assert "https://" not in html.replace("https://www.bbc.co.uk/weather", "")
    assert "<script>" not in html
    assert " style=" not in html


def test_the_styles_carry_no_font_or_picture_of_gov_uk():
    source = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        "a{font-family:GDS Transport,arial,sans-serif}b{background:url(/assets/images/govuk-crest.svg)}"
        "/*# sourceMappingURL=a.map */"
    )
    assert neutral(source) == "a{font-family:var(--ui-font,arial,sans-serif)}b{background:none}"


@pytest.mark.django_db
@pytest.mark.urls("tests.ui.urls")
def test_the_foot_speaks_for_the_body_that_the_settings_name(client, settings):
    settings.SITE_CONTACT = "Ring 01632 960100."
    settings.SITE_NEUTRAL_LINE = "One service for all nine Members of the parish."
    foot = client.get("/gallery/").text.split("<footer")[1]
    assert "Ring 01632 960100." in foot
    assert "all nine Members of the parish" in foot
    assert "City Hall" not in foot
    assert "London" not in foot
