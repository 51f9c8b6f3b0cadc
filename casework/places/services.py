"""Lookup of postcodes, however they are typed."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from .models import Borough, OutwardCode, Postcode

LONGEST_TYPED = 100
INWARD_WIDTH = 3
LIKE_ONE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
# Leaves out letters that never occur in these positions, which tells an O from a 0 and an I from a 1.
REAL = re.compile(
    r"(?:[A-Z][A-HK-Y]?[0-9]|[A-Z][A-HK-Y]?[0-9]{2}|[A-Z][A-HK-Y]?[0-9][A-HJKMNP-Y])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
)
# What stands around a postcode that is quoted. Any other sign before it may be a slip for its first letter.
AROUND = re.compile("^[\"'(\\[“”‘’«»„]+|[\"')\\]“”‘’«»!?:]+$")
ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}


@dataclass(frozen=True)
class Found:
    """A postcode in one of our boroughs, with a space ("E16 1ZE")."""

    postcode: str
    borough: Borough


@dataclass(frozen=True)
class OutsideArea:
    """A postcode outside our boroughs."""

    postcode: str


@dataclass(frozen=True)
class Unknown:
    """A well-formed postcode that does not exist."""

    postcode: str


@dataclass(frozen=True)
class Malformed:
    """Not a postcode."""


def normalise_postcode(text: str) -> str:
    """Return the likeliest postcode in capitals without spaces, or "" if the text cannot be one."""
    return next(readings(text), "")


def spaced(compact: str) -> str:
    """Return the postcode with its space: "E16 1ZE"."""
    return f"{compact[:-INWARD_WIDTH]} {compact[-INWARD_WIDTH:]}"


def readings(text: str) -> Iterator[str]:
    """Yield the postcodes that a typed text can mean, as typed first.

    O and 0, and I (or l) and 1, are read as each other where only that gives a real postcode. Of an address with
    commas, only the part that can be a postcode is read.
    """
    parts = [_compact(part) for part in re.split("[,;\n]", text)]
    possible = [part for part in parts if 5 <= len(part) <= 7 and any(letter.isdigit() for letter in part)]
    if len(possible) != 1:
        return
    [typed] = possible
    spelt = ["".join(letters) for letters in product(*(ALIKE.get(letter, letter) for letter in typed))]
    real = [reading for reading in spelt if REAL.fullmatch(reading)]
    yield from real or filter(LIKE_ONE.fullmatch, [typed])


def _compact(text: str) -> str:
    """Return the letters and digits only, with wide, accented and non-Latin digits converted.

    Return "" if another sign stands between them: it is a slip, and guessing could give another real postcode.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TYPED]).upper()
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in plain if not _separates(letter))
    plain = AROUND.sub("", plain)
    return plain if plain.isalnum() else ""


def _separates(letter: str) -> bool:
    """Return whether `letter` may separate the halves: a space, a dash, a full stop or an invisible character."""
    category = unicodedata.category(letter)
    return letter == "." or letter.isspace() or category[0] in "ZCM" or category == "Pd"


def find_postcode(text: str) -> Found | OutsideArea | Unknown | Malformed:
    """Look up a typed postcode, in at most two queries."""
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
    """Return the reading that exists: the one as typed, or another if it is the only one."""
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
