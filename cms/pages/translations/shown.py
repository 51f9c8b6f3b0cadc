"""What people see of the site's pages in other languages."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.fields import StreamField
from wagtail.models import Page

from body.english import WrittenHere
from body.languages import is_offered
from casework.search import tokens

from .models import PageTranslation


def translate(pages: Iterable[Page | None]) -> None:
    """Put the published texts of the active language into these pages. Pages without any stay English."""
    language, pages = get_language(), [page for page in pages if page]
    if not pages or language in {None, settings.LANGUAGE_CODE}:
        return
    keys = {page.pk for page in pages}
    for found in PageTranslation.objects.filter(page_id__in=keys, language=language):
        for page in pages:
            if page.pk == found.page_id:
                show(found, page)


def show(found: PageTranslation, page: Page) -> None:
    """Put the texts of a translation into a page."""
    for field in page._meta.get_fields():
        if field.name in found.content:
            setattr(page, field.name, _value(field, found.content[field.name]))
    page.shown_language = found.language


def _value(field, stored):
    if isinstance(field, StreamField):
        return field.stream_block.to_python(stored)
    return WrittenHere(stored)


def languages_of(page: Page) -> list[str]:
    """Return English and the offered languages in which people can read a page; [] if that is English alone."""
    found = PageTranslation.objects.filter(page_id=page.pk).order_by("language")
    codes = [code for code in found.values_list("language", flat=True) if is_offered(code)]
    return [settings.LANGUAGE_CODE, *codes] if codes else []


def languages_by_page() -> dict[int, list[str]]:
    """Return the offered languages of each page that is translated, by its key."""
    found: dict[int, list[str]] = {}
    pairs = PageTranslation.objects.order_by("language").values_list("page_id", "language")
    for key, code in pairs:
        if is_offered(code):
            found.setdefault(key, []).append(code)
    return found


def translated_pages() -> set[int]:
    """Return the keys of the pages that are published in the active language."""
    language = get_language()
    if language in {None, settings.LANGUAGE_CODE}:
        return set()
    return set(PageTranslation.objects.filter(language=language).values_list("page_id", flat=True))


def shows_file(*, block: str, pk: int) -> bool:
    """Return whether a public page in another language shows a picture or document, in a block of this kind.

    The English page may show another one by now.
    """
    public = Page.objects.live().public()
    contents = PageTranslation.objects.filter(page__in=public).values_list("content", flat=True)
    return any(_holds(content, block, pk) for content in contents.iterator())


def _holds(part, block: str, pk: int) -> bool:
    match part:
        case {"type": str(kind), "value": {} as value} if kind == block and value.get(block) == pk:
            return True
        case dict():
            return any(_holds(each, block, pk) for each in part.values())
        case list():
            return any(_holds(each, block, pk) for each in part)
    return False


def pages_with(words: Iterable[str]) -> QuerySet[PageTranslation]:
    """Return the public pages whose texts in the active language hold all words, last published first."""
    public = Page.objects.live().public().filter(depth__gt=1)
    found = PageTranslation.objects.filter(language=get_language(), page__in=public)
    for word in words:
        found = found.filter(words__contains=tokens.fold(word))
    return found.order_by("-published_at", "pk")
