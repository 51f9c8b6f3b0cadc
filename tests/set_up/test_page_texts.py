"""The translations of the first pages that an installation begins with."""

import re

import pytest
from django.utils.html import escape

from cms.models import Banner, PageText, PageTranslation
from cms.pages.translations.publishing import withdraw_page
from cms.setup import home_page
from cms.translations.marks import same_marks
from cms.translations.rows import languages
from demo.world import BANNER
from ops.set_up.page_texts import catalogues, publish_page_texts
from ops.set_up.pages import write_site
from ops.set_up.reading import london

# The page of all Members says how many there are: the small assembly of the tests has other numbers.
WHOLE = {
    "home",
    "news",
    "help",
    "how-it-works",
    "contact",
    "privacy",
    "cookies",
    "accessibility",
}
NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize("code", [code for code, _texts in catalogues()])
def test_translation_keeps_marks_and_numbers(code):
    for english, text in dict(catalogues())[code].items():
        assert same_marks(english, text), english
        assert sorted(NUMBER.findall(english)) == sorted(NUMBER.findall(text)), english


def test_each_language_has_its_first_pages():
    assert [code for code, _texts in catalogues()] == sorted(code for code, _name in languages())


def test_each_file_has_the_same_texts():
    found = [set(texts) for _code, texts in catalogues()]
    assert all(texts == found[0] for texts in found)


@pytest.mark.django_db
def test_installation_begins_with_the_pages_of_which_a_file_has_every_text(assembly):
    list(write_site(words=london().words))
    publish_page_texts()
    shown = {(each.language, each.page.slug) for each in PageTranslation.objects.select_related("page")}
    assert shown == {(code, slug) for code, _texts in catalogues() for slug in WHOLE}


@pytest.mark.django_db
def test_banner_of_the_demo_is_shown_in_each_language(assembly, client, offer):
    title, text = BANNER
    Banner.objects.create(title=title, text=text)
    publish_page_texts()
    for code, texts in catalogues():
        offer(code)
        page = client.get(f"/{code}/search/").text
        assert escape(texts[title]) in page, code
        assert escape(texts[text]) in page, code
        assert escape(text) not in page


@pytest.mark.django_db
def test_second_set_up_leaves_what_editors_did(assembly):
    list(write_site(words=london().words))
    publish_page_texts()
    home = home_page()
    withdraw_page(home, "pl")
    PageText.objects.filter(page=home, language="pl", key="title").update(text="Początek")
    publish_page_texts()
    assert not home.translations.filter(language="pl").exists()
    assert home.texts.get(language="pl", key="title").text == "Początek"
