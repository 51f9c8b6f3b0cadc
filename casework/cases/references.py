"""Case references such as LA-7K3M-92QF: random, easy to read aloud, with a check character. They grant nothing."""

import re
import secrets

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # 31, a prime; no 0 O 1 I Z
LENGTH = 7


def _check_character(body: str) -> str:
    """Weighted sum modulo a prime: finds one wrong character and two neighbours swapped."""
    return ALPHABET[sum((i + 2) * ALPHABET.index(c) for i, c in enumerate(body)) % len(ALPHABET)]


def new_reference() -> str:
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    characters = body + _check_character(body)
    return f"{settings.REFERENCE_PREFIX}-{characters[:4]}-{characters[4:]}"


def read_reference(typed: str) -> str | None:
    """The reference that a person typed, however spaced, or None if it cannot be one."""
    characters = re.sub(r"[^0-9A-Z]", "", typed.upper()).removeprefix(settings.REFERENCE_PREFIX)
    if len(characters) != LENGTH + 1 or any(c not in ALPHABET for c in characters):
        return None
    if _check_character(characters[:-1]) != characters[-1]:
        return None
    return f"{settings.REFERENCE_PREFIX}-{characters[:4]}-{characters[4:]}"


class ReferenceConverter:
    """`<reference:reference>` in an address. What cannot be a reference is no address, so it reaches no query."""

    regex = "[0-9A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
