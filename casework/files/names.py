"""The name a person gave a file, made safe to show; the bytes are stored under a name of ours."""

import re
import unicodedata

from django.utils.translation import gettext as _

from .kinds import Kind

MOST_LETTERS = 200
# Windows cannot open files with these names, whatever follows the dot.
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
ENDING = re.compile(r"\.[a-z0-9]{1,8}$", re.IGNORECASE)
FORBIDDEN = str.maketrans(dict.fromkeys("<>:|?*", "_") | {'"': "'"})
ESCAPED = re.compile(
    "%(22|0[AD])"
)  # what browsers write for a quotation mark and for line ends, and for nothing else
JOINERS = "\u200d\u200c"  # hold an emoji together, or spell a name in Urdu; other invisible letters only hide things


def _visible(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in JOINERS or not (category.startswith("C") or category in {"Zl", "Zp"})


def clean_name(name: str) -> str:
    """Return the last path part without invisible, misleading or unsafe characters: 1 to 200 characters."""
    name = ESCAPED.sub(lambda found: '"' if found[1] == "22" else " ", str(name)[:5_000]).replace("\\", "/")
    name = "".join(letter if _visible(letter) else " " for letter in name if letter != "\0")
    name = name.strip(" /").rsplit("/", 1)[-1]
    name = " ".join(unicodedata.normalize("NFC", name).translate(FORBIDDEN).split())
    name = name.strip(" .").strip(JOINERS)
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name) or _("file")


def _shortened(name: str) -> str:
    if len(name) <= MOST_LETTERS:
        return name
    ending = ending_of(name)
    return name[: MOST_LETTERS - len(ending)].rstrip(" .") + ending


def name_as(kind: Kind, name: str) -> str:
    """Return the cleaned name with the extension of the file's real type."""
    name, endings = clean_name(name), kind.value.endings
    stem = name
    while not stem.lower().endswith(endings):
        shorter = _without_ending(stem)
        if shorter == stem:
            return (_without_ending(name) or _("file"))[: MOST_LETTERS - len(endings[0])] + endings[0]
        stem = shorter
    return stem


def ending_of(name: str) -> str:
    """What follows the last dot, with the dot; "" if that is a part of the name, such as a day or a version."""
    found = ENDING.search(name)
    return found[0] if found and found.start() and not found[0][1:].isdigit() else ""


def _without_ending(name: str) -> str:
    return name.removesuffix(ending_of(name)).rstrip(" .")
