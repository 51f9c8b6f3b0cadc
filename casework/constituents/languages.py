"""The language that a constituent reads (`Constituent.reads`), as lists of cases show it and filter by it."""

from django.conf import settings
from django.db.models import Case, CharField, F, Q, Value, When

PATH = "constituent__"
ANOTHER = "other"  # none of the languages that the service knows


def names_of(code: str) -> set[str]:
    """Return what people call a language that the service knows: its name in English and in the language itself."""
    return {settings.LANGUAGE_NAMES[code], dict(settings.KNOWN_LANGUAGES)[code]}


def language_read() -> Case:
    """Return the expression for the language that the constituent of a case reads, in words; "" if it is not known."""
    used = [
        When(**{f"{PATH}language_code": code}, then=Value(name))
        for code, name in settings.LANGUAGE_NAMES.items()
    ]
    asked = When(~Q(**{f"{PATH}language": ""}), then=F(f"{PATH}language"))
    return Case(asked, *used, default=Value(""), output_field=CharField())


def reads_in(code: str) -> Q:
    """Return the condition for cases of constituents who read this language, or one that the service does not know."""
    if code == ANOTHER:
        named = Q()
        for known in settings.LANGUAGE_NAMES:
            named |= _asked_for(known)
        return ~named & ~Q(**{f"{PATH}language": ""})
    return _asked_for(code) | Q(**{f"{PATH}language": "", f"{PATH}language_code": code})


def _asked_for(code: str) -> Q:
    asked = Q()
    for name in names_of(code):
        asked |= Q(**{f"{PATH}language__iexact": name})
    return asked
