"""A word that a person chose and will say again: hashed before it is kept, in whatever way it is typed."""

import unicodedata

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing

SALT = "casework.questionnaires.secret_words"
SHORTEST = 5


def plain(word: str) -> str:
    """The word without case, accents of typing and spaces, so that it can be said on the phone and typed on one."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(part for part in folded if part.isalnum())


def hashed(word: str) -> str:
    return make_password(plain(word))


def fits(word: str, encoded: str) -> bool:
    """Whether this is the word. Where none was chosen it takes as long to say no."""
    if not encoded:
        hashed(word)
        return False
    return check_password(plain(word), encoded)


def seal(word: str) -> str:
    """What stands in the answers for a word until they are sent. Signed, so that nobody brings a hash of their own."""
    return signing.dumps(hashed(word), salt=SALT)


def is_sealed(kept: str) -> bool:
    return bool(word_hash(kept))


def word_hash(kept: str) -> str:
    """The hash in what `seal` made; nothing for anything else."""
    try:
        return str(signing.loads(kept, salt=SALT)) if kept else ""
    except signing.BadSignature:
        return ""
