"""The languages that the service is offered in, beside English."""

from django.conf import settings
from django.utils.translation import override

from .current import current_body


def offered_languages() -> list[tuple[str, str]]:
    """Return (code, name) of English and of each language that is ready and that an administrator turned on."""
    return [(code, name) for code, name in settings.LANGUAGES if is_offered(code)]


def is_offered(code: str) -> bool:
    """Return whether the service is offered in this language."""
    if code == settings.LANGUAGE_CODE:
        return True
    return code in dict(settings.LANGUAGES) and code in current_body().languages


def direction(code: str) -> str:
    """Return the direction in which a language is written, as HTML's `dir` says it."""
    return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"


def language_named(name: str) -> str:
    """Return the code of the language with this name, in English or in the language itself; "" if it is not known."""
    wanted = name.strip().casefold()
    own = dict(settings.KNOWN_LANGUAGES)
    names = settings.LANGUAGE_NAMES.items()
    return next((code for code, each in names if wanted in {each.casefold(), own[code].casefold()}), "")


def name_in_english(code: str) -> str:
    """Return the English name of a language, or "" if it is not known."""
    return settings.LANGUAGE_NAMES.get(code, "")


def writing_in(code: str) -> override:
    """Return a context in which texts are composed in a language, or in English if it is not offered."""
    return override(code if is_offered(code) else settings.LANGUAGE_CODE)
