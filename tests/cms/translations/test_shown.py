"""What people see of a translated page, and of one that exists in English alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from cms.models import Banner, ContentPage, Menu
from cms.page_cache import clear_pages
from cms.pages.translations.page_texts import texts_of_page
from cms.pages.translations.publishing import publish_page
from cms.setup import home_page, write_menu, write_page
from cms.translations.services import Typed, save_texts

from .conftest import POLISH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("polish_site")]


@pytest.fixture
def in_polish(help_page):
    """Return the help page, published in Polish."""
    texts = texts_of_page(help_page)
    typed = {text.key: Typed(text=POLISH[text.english], was="") for text in texts.texts}
    save_texts(owner=help_page, texts=texts, language="pl", typed=typed)
    publish_page(help_page, "pl")
    return help_page


def test_translated_page_is_in_its_language_throughout(client, in_polish):
    page = client.get("/pl/help/").text
    main = page.split("<main")[1].split("<form")[0]
    assert '<b>Najpierw</b> <a href="https://a.example/?a=1&amp;b=2">to</a>.' in main
    assert 'lang="en"' not in main
    assert "Pomoc" in page.split("<title>")[1].split("</title>")[0]


def test_page_without_translation_is_marked_as_english(client, in_polish):
    page = client.get("/ar/help/").text
    assert '<html lang="ar" dir="rtl"' in page
    assert '<h1><bdi lang="en" dir="ltr">Help</bdi></h1>' in page
    assert '<div class="cms-prose" lang="en" dir="ltr">' in page


def test_english_page_stays_english(client, in_polish):
    assert "<h1>Help</h1>" in client.get("/help/").text


def test_search_engines_are_told_of_translated_languages_alone(client, in_polish):
    page = client.get("/pl/help/").text
    assert '<link rel="canonical" href="http://localhost:8000/pl/help/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/help/">' in page
    assert '<link rel="alternate" hreflang="pl" href="http://localhost:8000/pl/help/">' in page
    assert 'hreflang="ar"' not in page
    assert '<link rel="canonical" href="http://localhost:8000/help/">' in client.get("/ar/help/").text


def test_sitemap_lists_a_translated_page_in_each_language(client, in_polish):
    found = client.get("/sitemap.xml").text
    assert "<loc>http://localhost:8000/pl/help/</loc>" in found
    assert found.count('hreflang="pl" href="http://localhost:8000/pl/help/"') == 2
    assert "/ar/help/" not in found


def test_language_that_is_turned_off_is_named_nowhere(client, in_polish, offer):
    offer("ar")
    clear_pages()
    assert "hreflang" not in client.get("/help/").text
    assert client.get("/pl/help/").status_code == 302


def test_search_finds_what_the_reader_sees(client, in_polish):
    write_page(ContentPage(slug="cookies", title="Cookies", lead="Read this first."))
    found = client.get("/pl/search/?q=najpierw").context["pages"]
    assert [str(page.title) for page in found] == ["Pomoc"]
    assert [str(page.title) for page in client.get("/pl/search/?q=first").context["pages"]] == ["Cookies"]
    assert client.get("/search/?q=najpierw").context["pages"] == []


def test_search_keeps_the_vowel_signs_of_a_word(client, help_page, offer):
    offer("bn")
    found = client.get("/bn/search/", {"q": "কুকি, member’s"})
    assert found.context["asked"] == "কুকি member s"


def test_unpublished_page_is_not_found_in_any_language(client, in_polish):
    in_polish.unpublish()
    assert client.get("/pl/search/?q=najpierw").context["pages"] == []
    assert client.get("/pl/help/").status_code == 404


def test_page_that_moves_takes_its_translation_along(client, in_polish):
    about = write_page(ContentPage(slug="about", title="About"))
    in_polish.refresh_from_db()
    in_polish.move(ContentPage.objects.get(pk=about.pk), "last-child")
    page = client.get("/pl/about/help/").text
    assert "<h1>Pomoc</h1>" in page
    assert '<bdi lang="en" dir="ltr">About</bdi>' in page


def test_cached_page_is_replaced_when_a_translation_is_published(client, help_page):
    assert "Help" in client.get("/pl/help/").text
    texts = texts_of_page(help_page)
    typed = {text.key: Typed(text=POLISH[text.english], was="") for text in texts.texts}
    save_texts(owner=help_page, texts=texts, language="pl", typed=typed)
    publish_page(help_page, "pl")
    assert "<h1>Pomoc</h1>" in client.get("/pl/help/").text


def test_menu_names_a_page_and_a_link_in_the_readers_language(client, in_polish, desk):
    write_menu(
        "foot", [("page", {"page": in_polish, "words": ""}), ("service", {"to": "find", "words": "Find"})]
    )
    menu = Menu.objects.get()
    link = menu.links[1].id
    desk.post(reverse("menu_texts", args=[menu.pk, "pl"]), {f"text:{link}": "Szukaj"})
    foot = client.get("/pl/help/").text.split("<footer")[1]
    assert ">Pomoc</a>" in foot
    assert ">Szukaj</a>" in foot


def test_changed_word_of_a_menu_is_english_until_it_is_translated_anew(client, in_polish, desk):
    write_menu("foot", [("service", {"to": "find", "words": "Find"})])
    menu = Menu.objects.get()
    desk.post(reverse("menu_texts", args=[menu.pk, "pl"]), {f"text:{menu.links[0].id}": "Szukaj"})
    menu.links[0].value["words"] = "Find them"
    menu.save()
    clear_pages()
    assert '<bdi lang="en" dir="ltr">Find them</bdi>' in client.get("/pl/help/").text


def test_part_of_the_service_is_named_in_the_readers_language_and_not_marked(client, in_polish):
    write_menu("foot", [("service", {"to": "find", "words": ""})])
    link = client.get("/pl/help/").text.split("<footer")[1].split("</a>")[0]
    assert "<bdi" not in link


def test_banner_is_shown_in_the_readers_language(client, in_polish, desk):
    banner = Banner.objects.create(title="No phone today.", text="Write to us.")
    clear_pages()
    assert '<span lang="en" dir="ltr"><strong>No phone today.</strong>' in client.get("/pl/help/").text
    url = reverse("banner_texts", args=[banner.pk, "pl"])
    page = desk.post(url, {"text:title": "Dziś bez telefonu.", "text:text": "Napisz do nas."}, follow=True)
    assert "Saved. People who read Polish see these texts." in page.text
    assert "<span><strong>Dziś bez telefonu.</strong> Napisz do nas.</span>" in client.get("/pl/help/").text


def test_every_address_of_the_site_is_there_in_every_language(client, in_polish):
    addresses = [page.url for page in home_page().get_descendants(inclusive=True).live()]
    assert {client.get(f"/{code}{url}").status_code for url in addresses for code in ("pl", "ar")} == {200}


def test_edit_pages_of_banners_and_menus_lead_to_their_languages(desk):
    banner = Banner.objects.create(title="No phone today.", text="Write to us.")
    write_menu("foot", [("service", {"to": "find", "words": "Find"})])
    menu = Menu.objects.get()
    edit = desk.get(f"/editor/banners/edit/{banner.pk}/").text
    assert reverse("banner_languages", args=[banner.pk]) in edit
    assert reverse("menu_languages", args=[menu.pk]) in desk.get(f"/editor/menus/edit/{menu.pk}/").text


def test_page_that_stands_twice_in_a_menu_is_named_twice_in_the_readers_language(client, in_polish):
    write_menu("foot", [("page", {"page": in_polish, "words": ""})] * 2)
    assert client.get("/pl/help/").text.split("<footer")[1].count(">Pomoc</a>") == 2


def test_another_link_of_a_menu_costs_no_further_statement_in_another_language(in_polish):
    write_menu("foot", [("page", {"page": in_polish, "words": ""})])
    menu = Menu.objects.prefetch_related("texts").get()
    with override("pl"), CaptureQueriesContext(connection) as one:
        menu.entries()
    menu.links = [("page", {"page": in_polish, "words": ""})] * 5
    with override("pl"), CaptureQueriesContext(connection) as five:
        menu.entries()
    assert len(five) <= len(one)
