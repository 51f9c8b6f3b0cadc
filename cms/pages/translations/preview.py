"""A page in another language as people would see it, before it is published."""

from collections.abc import Mapping

from django.utils.translation import override

from .models import PageTranslation
from .page_texts import content_of, texts_of_page
from .shown import show


def preview_page(page, request, language: str, typed: Mapping[str, str]):
    """Return the page with these texts, by key, stored ones where none is given, and English where there is neither.

    Nothing is stored.
    """
    rows = texts_of_page(page).rows(page.texts.filter(language=language))
    texts = {row.text.key: typed.get(row.text.key) or row.translation or row.text.english for row in rows}
    show(PageTranslation(page_id=page.pk, language=language, content=content_of(page, texts)), page)
    request.in_frame = True  # one of our pages, with the strict policy of a preview
    with override(language):
        return page.serve_preview(request, page.default_preview_mode).render()
