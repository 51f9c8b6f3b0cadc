"""What is wrong in a catalogue: missing and stale texts, broken placeholders and tags, wrong plural forms."""

import gettext
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
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
READ = re.compile(
    r"^Read by .+", re.MULTILINE
)  # in a text's comment: a native reader has read the translation

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
            found.unread += not READ.search(entry.tcomment)
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


def faults_of(entry: polib.POEntry, forms: int) -> Iterator[str]:
    """Yield what is wrong in one translation."""
    if not entry.msgid_plural:
        yield from compare(entry.msgid, entry.msgstr)
        return
    if len(entry.msgstr_plural) != forms:
        yield f"{len(entry.msgstr_plural)} plural forms, not {forms}"
    for number, text in entry.msgstr_plural.items():
        # A form for exactly one or two may do without the number.
        yield from (
            f"form {number}: {fault}" for fault in compare(entry.msgid_plural, text, all_of_them=False)
        )


def compare(source: str, text: str, *, all_of_them: bool = True) -> Iterator[str]:
    """Yield how placeholders, tags and spaces at the ends differ between a text and its translation."""
    wanted, found = Counter(PLACEHOLDER.findall(source)), Counter(PLACEHOLDER.findall(text))
    if found - wanted or (all_of_them and wanted - found):
        yield f"placeholders {_listed(found)} instead of {_listed(wanted)}"
    if Counter(TAG.findall(source)) != Counter(TAG.findall(text)):
        yield f"tags {_listed(TAG.findall(text))} instead of {_listed(TAG.findall(source))}"
    lines = (source[0] == "\n") != (text[0] == "\n") or (source[-1] == "\n") != (text[-1] == "\n")
    if lines or source[0].isspace() > text[0].isspace() or source[-1].isspace() > text[-1].isspace():
        yield "a space or line break at one end is lost"


def _listed(found) -> str:
    return " ".join(sorted(Counter(found).elements())) or "none"
