"""Words as the index stores them: folded, with their stem, their sound and phone numbers beside them.

A token holds letters, numbers and vowel signs only, but for what marks its kind: `=` a stem, `~` a sound, `+` a phone
number, `<` the same number backwards, so that its last digits can be typed, and `·` between the parts of an email
address. No token holds a space, a quotation mark or `*`.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
import Stemmer
from django.conf import settings
from metaphone import doublemetaphone

LONGEST = 40
APOSTROPHES = "'’‘ʼʹ`´"
# Letters that Unicode does not take apart.
OWN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
)
STOPPED = """
    a an and are as at be been but by can do for from had has have he her his i if in is it its me my no not of on or
    our she so that the their them there they this to was we were what when which who will with would you your
"""
STOP_WORDS = frozenset(STOPPED.split())
EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+\.[^\s<>()\[\],;:\"]*[^\s<>()\[\],;:\".]")
PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d\s().\-]{5,18}\d(?!\w)")
FEWEST_DIGITS, LAST_DIGITS = 7, 4
FIRST_ACCENT = 10  # combining classes below belong to letters, as the signs of Indic scripts do
_of_thread = threading.local()


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, and how it is stored."""

    start: int
    end: int
    folded: str


@cache
def _pattern() -> re.Pattern[str]:
    """A word with its vowel signs, at which `\\w` alone would split Bengali, Gurmukhi and Gujarati."""
    signs = "".join(chr(n) for n in range(0x300, 0x20000) if unicodedata.category(chr(n)) in {"Mn", "Mc"})
    letter = rf"(?:[^\W_]|[{signs}])"
    return re.compile(rf"{letter}+(?:[{APOSTROPHES}]{letter}+)*")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word without case, accents and apostrophes, 40 characters at most."""
    if word.isascii():
        plain = word.lower()
    else:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).translate(OWN)
    kept = (c for c in plain if unicodedata.combining(c) < FIRST_ACCENT)
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LNM" and c not in APOSTROPHES)[:LONGEST]


def words(text: str) -> Iterator[Word]:
    for found in _pattern().finditer(text):
        if folded := fold(found.group()):
            yield Word(found.start(), found.end(), folded)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the English stem of a folded word of ASCII letters; other words are their own."""
    if not (word.isascii() and word.isalpha()):
        return word
    if not hasattr(_of_thread, "stemmer"):
        _of_thread.stemmer = Stemmer.Stemmer("english")
    return _of_thread.stemmer.stemWord(word)


@lru_cache(maxsize=5_000)
def sounds(word: str) -> tuple[str, ...]:
    """Return how a folded name may sound, as tokens."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return ()
    return tuple(f"~{code.lower()}" for code in dict.fromkeys(doublemetaphone(word)) if code)


def tokens_of(text: str) -> set[str]:
    """Return the tokens of what somebody wrote: words and stems, addresses and phone numbers."""
    found = {word.folded for word in words(text)} - STOP_WORDS
    found |= {f"={stem(word)}" for word in found if stem(word) != word}
    found.update(email_token(each.group()) for each in EMAIL.finditer(text))
    for number in PHONE.finditer(text):
        found |= phone_tokens(number.group())
    return found


def name_tokens(name: str) -> set[str]:
    """Return the tokens of a name: every word of it, and how each sounds."""
    folded = {word.folded for word in words(name)}
    return folded | tokens_of(name) | {sound for word in folded for sound in sounds(word)}


def email_token(address: str) -> str:
    """Return an address as one token, its punctuation as `·`, so that its beginning finds it."""
    return "·".join(word.folded for word in words(address))[: 3 * LONGEST]


def phone_tokens(typed: str) -> set[str]:
    """Return a number in its international form, from either end; nothing if these are too few digits."""
    digits = "".join(str(unicodedata.digit(c)) for c in typed if c.isdigit())
    if not FEWEST_DIGITS <= len(digits) <= 15:
        return set()
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return {last_digits(digits)}
    full = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    return {f"+{full}", last_digits(full)}


def last_digits(digits: str) -> str:
    """Return the token by whose beginning the last digits of a number are found."""
    return f"<{digits[::-1]}"
