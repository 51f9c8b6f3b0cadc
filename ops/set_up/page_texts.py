"""The first pages, menus and banners in other languages, as an installation begins with them. Editors change them."""

from pathlib import Path

import polib

from cms.banners import Banner
from cms.menus import Menu
from cms.pages.base import SitePage
from cms.pages.translations.page_texts import texts_of_page
from cms.pages.translations.publishing import publish_page
from cms.setup import home_page
from cms.translations.rows import Texts, text_of
from cms.translations.services import Typed, save_texts
from cms.translations.small import texts_of_menu

FOLDER = Path(__file__).parent / "data" / "page_texts"  # one PO file a language


def publish_page_texts() -> None:
    """Store and publish each page in the languages that have all of its texts, and store those of menus and banners.

    What editors have translated is left alone.
    """
    for language, catalogue in catalogues():
        for page in home_page().get_descendants(inclusive=True).live().specific():
            if isinstance(page, SitePage) and not page.texts.filter(language=language).exists():
                _publish(page, language, catalogue)
        for menu in Menu.objects.all():
            _store(menu, texts_of_menu(menu), language, catalogue)
        for banner in Banner.objects.all():
            _store(banner, _texts_of_banner(banner), language, catalogue)


def _store(owner, texts, language, catalogue):
    if not owner.texts.filter(language=language).exists():
        save_texts(owner=owner, texts=texts, language=language, typed=_typed(texts, catalogue))


def _texts_of_banner(banner):
    return Texts([text_of("title", banner.title), text_of("text", banner.text)], places={})


def _publish(page, language, catalogue):
    texts = texts_of_page(page)
    typed = _typed(texts, catalogue)
    if texts.texts and len(typed) == len(texts.texts):
        save_texts(owner=page, texts=texts, language=language, typed=typed)
        publish_page(page, language)


def _typed(texts, catalogue):
    """Return the translations that the file of a language has, by the key of the text."""
    found = {text.key: catalogue.get(text.english) for text in texts.texts}
    return {key: Typed(text=text, was="") for key, text in found.items() if text}


def catalogues() -> list[tuple[str, dict[str, str]]]:
    """Return each language that has a file, with its texts by their English."""
    return [
        (path.stem, {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()})
        for path in sorted(FOLDER.glob("*.po"))
    ]
