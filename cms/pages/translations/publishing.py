"""Publishing a page in another language, and withdrawing it."""

from django.utils import timezone
from django.utils.translation import ngettext

from casework.search import tokens
from cms.page_cache import clear_pages
from cms.translations.subject import NotPublished

from .models import PageTranslation
from .page_texts import content_of, texts_of_page


def publish_page(page, language: str) -> None:
    """Show people the page in a language. Raise NotPublished unless each text is translated from today's English.

    What is published is a copy of the whole page: it stays as it is when the English changes.
    """
    rows = texts_of_page(page).rows(page.texts.filter(language=language))
    if left := sum(not row.is_shown for row in rows):
        sentence = ngettext(
            "Saved, not published: %(n)s text is left to translate.",
            "Saved, not published: %(n)s texts are left to translate.",
            left,
        )
        raise NotPublished(sentence % {"n": left})
    texts = {row.text.key: row.translation for row in rows}
    PageTranslation.objects.update_or_create(
        page_id=page.pk,
        language=language,
        defaults={
            "content": content_of(page, texts),
            "words": " ".join(word.folded for text in texts.values() for word in tokens.words(text)),
            "published_at": timezone.now(),
        },
    )
    clear_pages()


def withdraw_page(page, language: str) -> None:
    """Show people the English page again."""
    PageTranslation.objects.filter(page_id=page.pk, language=language).delete()
    clear_pages()
