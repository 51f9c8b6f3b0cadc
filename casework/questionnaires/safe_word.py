"""The safe word: a secret that the person chose, stored as a hash of its normalised form."""

import re
import unicodedata
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core import signing

SALT = "casework.questionnaires.safe_word"
SHORTEST = 5
VOWEL = re.compile("VOWEL SIGN")  # in the names of characters


def plain(word: str) -> str:
    """Return the word without case, spaces and punctuation, so that it can be said on the phone and typed."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(
        str(unicodedata.decimal(part, part)) for part in folded if part.isalnum() or _is_vowel(part)
    )


def _is_vowel(mark: str) -> bool:
    """Return whether this is a vowel that is written as a mark, as in Bengali: words differ by it."""
    return bool(VOWEL.search(unicodedata.name(mark, "")))


def is_common(word: str) -> bool:
    """Return whether this is among the 20,000 words that people choose most, which a stranger would try first."""
    return plain(word) in _common_words()


@cache
def _common_words() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def hashed(word: str) -> str:
    return make_password(plain(word))


def fits(word: str, encoded: str) -> bool:
    """Return whether this is the word. Take the same time if none was chosen."""
    if not encoded:
        hashed(word)
        return False
    return check_password(plain(word), encoded)


def seal(word: str) -> str:
    """Return the signed hash that is stored in the answers. The signature keeps clients from sending their own hash."""
    return signing.dumps(hashed(word), salt=SALT)


def is_sealed(stored: str) -> bool:
    return bool(word_hash(stored))


def word_hash(stored: str) -> str:
    """Return the hash in a value made by `seal`, or "" for anything else."""
    try:
        return str(signing.loads(stored, salt=SALT)) if stored else ""
    except signing.BadSignature:
        return ""
