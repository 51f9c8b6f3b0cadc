"""Texts that exist in English alone, in a page of any language, and names in sentences of another direction."""

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

ATTRIBUTES = mark_safe(' lang="en" dir="ltr"')


class EnglishText(str):
    """English text in a page of another language. Its HTML says so, for screen readers and text direction."""

    def __str__(self):
        return self

    def __html__(self):
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', plain(self))


class WrittenHere(str):
    """A text of an editor in the language of the page, which is not marked as English."""


def english(text: str) -> str:
    """Return a text that exists in English alone, marked as such if the page is in another language."""
    if not text or isinstance(text, WrittenHere) or not _is_foreign():
        return text
    if isinstance(text, SafeString):
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', text)
    return EnglishText(text)


def english_attributes() -> str:
    """Return the HTML attributes of an element whose text is English, empty on an English page."""
    return ATTRIBUTES if _is_foreign() else ""


def attributes_of(text: object) -> str:
    """Return the HTML attributes that mark an element without children, such as an option, as English."""
    return ATTRIBUTES if isinstance(text, EnglishText) else ""


def filled(words: str, **facts: object) -> SafeString:
    """Return the sentence with its facts: numbers, and texts of which each may be marked as English."""
    escaped = {
        name: fact if isinstance(fact, int) else conditional_escape(fact) for name, fact in facts.items()
    }
    return mark_safe(conditional_escape(words) % escaped)  # noqa: S308  both are escaped


def bdi(name: object) -> SafeString:
    """Return a name or a typed text for a sentence in HTML, with a direction of its own."""
    return format_html("<bdi>{}</bdi>", name)


def isolated(name: str) -> str:
    """Return a name for a plain sentence, in the characters that keep its direction apart (as <bdi> does in HTML)."""
    return f"\u2068{name}\u2069"


def plain(text: str) -> str:
    """Return a text without the mark of its language, for a title, an attribute or an option."""
    return str.__str__(text) if isinstance(text, str) else str(text)


def _is_foreign() -> bool:
    return (get_language() or settings.LANGUAGE_CODE) != settings.LANGUAGE_CODE
