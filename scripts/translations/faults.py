"""What is wrong in a catalogue: missing and stale texts, broken placeholders and tags, wrong plural forms."""

import gettext
import re
from dataclasses import dataclass, field

import polib

from body.catalogue_texts import faults_of, is_read

SHOWN = 70  # characters of a text in a message
FEW = "n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)"
MILLIONS = "n != 0 && n % 1000000 == 0"
# How many forms a language has and which number takes which, by the rules of Unicode and of Django's catalogues.
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
    "es": (3, f"n == 1 ? 0 : {MILLIONS} ? 1 : 2"),
    "it": (3, f"n == 1 ? 0 : {MILLIONS} ? 1 : 2"),
    "pl": (4, f"n == 1 ? 0 : ({FEW}) ? 1 : n == n ? 2 : 3"),
    "pt": (3, f"n == 0 || n == 1 ? 0 : {MILLIONS} ? 1 : 2"),
    "ro": (3, "n == 1 ? 0 : n % 100 > 19 || (n % 100 == 0 && n != 0) ? 2 : 1"),
    "tr": (2, "n > 1"),
} | dict.fromkeys(("bn", "gu", "pa", "ur"), (2, "n != 1"))
NUMBERS = [*range(220), 1_000, 1_000_000, 2_000_000]

type Key = tuple[str | None, str, str]


@dataclass
class Report:
    """What `make translations` says about one language."""

    texts: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unread: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.stale or self.faults)


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def shortened(entry: polib.POEntry) -> str:
    text = " ".join(entry.msgid.split())
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"


def report(code: str, catalogue: polib.POFile, texts: list[polib.POEntry]) -> Report:
    """Compare a catalogue with the texts of the code."""
    found = Report(texts=len(texts))
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    forms, problem = plural_forms(code, catalogue.metadata.get("Plural-Forms", ""))
    found.faults += [problem] if problem else []
    for text in texts:
        entry = known.get(key_of(text))
        if entry and entry.fuzzy:
            found.stale.append(shortened(text))
        elif entry is None or not entry.translated():
            found.missing.append(shortened(text))
        else:
            found.unread += not is_read(entry)
            found.faults += [f"{shortened(text)}: {fault}" for fault in faults_of(entry, forms)]
    return found


def plural_forms(code: str, header: str) -> tuple[int, str]:
    """Return how many plural forms the header names, and what is wrong with it or ""."""
    stated = re.fullmatch(r"\s*nplurals=(\d+);\s*plural=(.+?);?\s*", header)
    if not stated:
        return 0, "the header has no plural forms"
    if code not in PLURALS:
        return int(stated[1]), f"the plural forms of {code} are not listed in PLURALS"
    number, rule = PLURALS[code]
    right, ours = gettext.c2py(rule), gettext.c2py(stated[2])
    if int(stated[1]) != number or any(right(n) != ours(n) for n in NUMBERS):
        return number, f"the header’s plural forms are not those of {code}: {number} forms, {rule}"
    return number, ""
