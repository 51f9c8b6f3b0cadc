"""A help page of three texts, and an editor who translates it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.rich_text import RichText

from cms.models import ContentPage
from cms.pages.translations.page_texts import texts_of_page
from cms.setup import write_page

POLISH = {
    "Help": "Pomoc",
    "Ask us.": "Zapytaj nas.",
    "Read <a1>this</a1> <b>first</b>.": "<b>Najpierw</b> <a1>to</a1>.",
}


@pytest.fixture
def help_page(editor):
    """Return the published help page, with a bold word and a link."""
    line = '<p>Read <a href="https://a.example/?a=1&amp;b=2">this</a> <b>first</b>.</p>'
    return write_page(ContentPage(slug="help", title="Help", lead="Ask us.", body=[("text", RichText(line))]))


@pytest.fixture
def polish_site(offer):
    """Turn Polish and Arabic on."""
    offer("pl", "ar")


@pytest.fixture
def desk(sign_in, editor):
    return sign_in(editor, on=Client())


@pytest.fixture
def texts_url(help_page):
    return reverse("page_texts", args=[help_page.pk, "pl"])


def sent(page, translations=POLISH, **more):
    """Return what the editor's page would send with these translations, by their English."""
    fields = {f"text:{text.key}": translations.get(text.english, "") for text in texts_of_page(page).texts}
    return fields | more


def change(page, **fields):
    """Publish new English."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)
