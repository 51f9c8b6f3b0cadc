"""Sentences for the public about how people reach the body."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from .english import english, filled

ISOLATE, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def contact_sentences(*, email: str, phone: str, hours: str, post: str, reply_time: str) -> SafeString:
    """Return sentences with every way to reach the body, in writing first; empty while none is known."""
    facts = {
        "email": email,
        "phone": joined(", ", [left_to_right(phone), english(hours)]),
        "post": english(", ".join(post.split("\n")).replace("\r", "")),
    }
    sentences = {
        "email": _("Email %(email)s."),
        "phone": _("Phone %(phone)s."),
        "post": _("Write to %(post)s."),
    }
    said = [filled(words, **{fact: facts[fact]}) for fact, words in sentences.items() if facts[fact]]
    return joined(" ", [*said, reply_sentence(reply_time) if said else "", relay_sentence(phone)])


def joined(between: str, parts: list[str]) -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts if part))


def reply_sentence(time: str) -> str:
    """Return the reply time, or "" if it is not set."""
    return filled(_("We reply within %(time)s."), time=english(time)) if time else ""


def relay_sentence(phone: str) -> str:
    """Return how people phone who cannot hear or speak: Relay UK puts a person between. Empty without a number."""
    words = _("If you cannot hear or speak on the phone, use Relay UK: dial 18001, then %(phone)s.")
    return words % {"phone": left_to_right(phone)} if phone else ""


def left_to_right(number: str) -> str:
    """Return a number that keeps its order inside a sentence from right to left, and stands in one line."""
    if not number or not get_language_bidi():
        return number
    return f"{ISOLATE}{number.replace(' ', NO_BREAK)}{END}"
