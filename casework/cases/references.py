"""Case references such as WX-7K3M-92QF: random, easy to read aloud, with a check character. They grant nothing."""

import re
import secrets
import unicodedata

from django.utils.functional import lazy

from body.current import current_body

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # 31, a prime; no 0 O 1 I Z
LENGTH = 7
# What one looks like here, for hints.
EXAMPLE = lazy(lambda: f"{current_body().reference_prefix}-7K3M-92QF", str)()


def _check_character(body: str) -> str:
    """Return the weighted sum modulo a prime as a character; it detects one wrong or two swapped characters."""
    return ALPHABET[sum((i + 2) * ALPHABET.index(c) for i, c in enumerate(body)) % len(ALPHABET)]


def new_reference() -> str:
    return with_check_character("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def with_check_character(body: str) -> str:
    """Return the reference made of these characters and their check character."""
    characters = body + _check_character(body)
    return f"{current_body().reference_prefix}-{characters[:4]}-{characters[4:]}"


def read_reference(typed: str) -> str | None:
    """Return the reference that was typed, regardless of spaces, or None if it is invalid."""
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in typed)
    plain = unicodedata.normalize("NFKC", plain).upper()
    characters = re.sub(r"[^0-9A-Z]", "", plain).removeprefix(current_body().reference_prefix)
    if len(characters) != LENGTH + 1 or any(c not in ALPHABET for c in characters):
        return None
    if _check_character(characters[:-1]) != characters[-1]:
        return None
    return f"{current_body().reference_prefix}-{characters[:4]}-{characters[4:]}"
