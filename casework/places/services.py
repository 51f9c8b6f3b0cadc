"""Where a postcode is, however it was typed."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from .models import Borough, OutwardCode, Postcode

LONGEST_TYPED = 100
INWARD_WIDTH = 3
LIKE_ONE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
# Letters that no postcode has in these positions are left out: they tell an O from a 0 and an I from a 1.
REAL = re.compile(
    r"(?:[A-Z][A-HK-Y]?[0-9]|[A-Z][A-HK-Y]?[0-9]{2}|[A-Z][A-HK-Y]?[0-9][A-HJKMNP-Y])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
)
ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}


@dataclass(frozen=True)
class Found:
    """A postcode in one of our boroughs, as people write it ("E16 1ZE")."""

    postcode: str
    borough: Borough


@dataclass(frozen=True)
class OutsideArea:
    """A postcode elsewhere in the country."""

    postcode: str


@dataclass(frozen=True)
class Unknown:
    """It looks like a postcode, but there is none such."""

    postcode: str


@dataclass(frozen=True)
class Malformed:
    """Not a postcode."""


def normalise_postcode(text: str) -> str:
    """The postcode somebody meant, in capitals without spaces, or "" if it cannot be one."""
    return next(readings(text), "")


def spaced(compact: str) -> str:
    """As people write it: "E16 1ZE"."""
    return f"{compact[:-INWARD_WIDTH]} {compact[-INWARD_WIDTH:]}"


def readings(text: str) -> Iterator[str]:
    """What a typed text can mean, as typed first: O and 0, I (or l) and 1 are read as each other where that fits."""
    typed = _compact(text)
    if not 5 <= len(typed) <= 7:
        return
    spelt = ["".join(letters) for letters in product(*(ALIKE.get(letter, letter) for letter in typed))]
    real = [reading for reading in spelt if REAL.fullmatch(reading)]
    yield from real or filter(LIKE_ONE.fullmatch, [typed])


def _compact(text: str) -> str:
    """Letters and digits only: wide, accented and other scripts' digits become plain, signs and spaces go."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TYPED]).upper()
    return "".join(
        letter if letter.isascii() else str(unicodedata.digit(letter, letter))
        for letter in plain
        if letter.isalnum()
    )


def find_postcode(text: str) -> Found | OutsideArea | Unknown | Malformed:
    """Where a typed postcode is. At most two queries, whatever was typed."""
    possible = list(readings(text))
    if not possible or len(text) > LONGEST_TYPED:
        return Malformed()
    found = Postcode.objects.select_related("borough__area").in_bulk(possible)
    if chosen := _chosen(possible, found):
        return Found(spaced(chosen), found[chosen].borough)
    outward_codes = OutwardCode.objects.in_bulk({reading[:-INWARD_WIDTH] for reading in possible})
    outside = {reading for reading in possible if _is_elsewhere(reading, outward_codes)}
    if chosen := _chosen(possible, outside):
        return OutsideArea(spaced(chosen))
    return Unknown(spaced(possible[0]))


def _chosen(possible: list[str], there: Collection[str]) -> str | None:
    """The reading that is there: as typed if that is, another only if it is the only one."""
    if possible[0] in there:
        return possible[0]
    return next(iter(there)) if len(there) == 1 else None


def _is_elsewhere(reading: str, outward_codes: dict[str, OutwardCode]) -> bool:
    outward = outward_codes.get(reading[:-INWARD_WIDTH])
    if outward is None:
        return False
    inward = reading[-INWARD_WIDTH:]
    packed = outward.elsewhere
    return not outward.is_ours or any(
        packed[at : at + INWARD_WIDTH] == inward for at in range(0, len(packed), INWARD_WIDTH)
    )
