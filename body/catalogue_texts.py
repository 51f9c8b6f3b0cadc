"""Texts of the catalogues in `locale/`: faults of a translation, and which texts a native reader reads first."""

import enum
import re
from collections import Counter
from collections.abc import Iterator

import polib

EMERGENCY_NUMBER = "999"
# Help in danger, and what a person declares by signing.
READ_FIRST = {"templates/ui/help_999.html", "templates/letters/_declaration.html"}
READ = re.compile(r"^Read by (.+?)(?:, (\d{4}-\d\d-\d\d))?$", re.MULTILINE)  # in a translator's comment

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Outside of placeholders and tags these would end the HTML or the formatting that a text stands in.
MARKUP = re.compile(r'[<>%{}"\x00-\x09\x0b-\x1f]')


class Kind(enum.Enum):
    """What a translation breaks."""

    PLACEHOLDERS = enum.auto()
    TAGS = enum.auto()
    MARKUP = enum.auto()
    LINE_BREAK = enum.auto()
    ENDS = enum.auto()
    LENGTH = enum.auto()


class Fault(str):
    """What is wrong in a translation, in a few words, and its kind."""

    def __new__(cls, kind: Kind, words: str):
        made = super().__new__(cls, words)
        made.kind = kind
        return made


def needs_reader(entry: polib.POEntry) -> bool:
    """Return whether a text is help in danger or a declaration, which is English until a native reader has read it."""
    places = {place for place, _line in entry.occurrences}
    return EMERGENCY_NUMBER in entry.msgid or bool(READ_FIRST & places)


def is_read(entry: polib.POEntry) -> bool:
    """Return whether a comment of the translation names the native reader who read it."""
    return bool(READ.search(entry.tcomment))


def show_english(entry: polib.POEntry) -> None:
    """Put the English in place of a translation, marked as such where it stands in HTML alone.

    A translated text of a template is HTML already, as its English is.
    """
    names = [place for place, _line in entry.occurrences]
    is_html = all(name.startswith("templates/") and name.endswith(".html") for name in names)
    start, end = ('<bdi lang="en" dir="ltr">', "</bdi>") if is_html else ("", "")
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, f"{start}{entry.msgid_plural}{end}")
    else:
        entry.msgstr = f"{start}{entry.msgid}{end}"


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


def compare(source: str, text: str, *, all_of_them: bool = True) -> Iterator[Fault]:
    """Yield how placeholders, tags, other markup and spaces at the ends differ between a text and its translation."""
    wanted, found = Counter(PLACEHOLDER.findall(source)), Counter(PLACEHOLDER.findall(text))
    if found - wanted or (all_of_them and wanted - found):
        yield Fault(Kind.PLACEHOLDERS, f"placeholders {_listed(found)} instead of {_listed(wanted)}")
    if Counter(TAG.findall(source)) != Counter(TAG.findall(text)):
        tags = f"tags {_listed(TAG.findall(text))} instead of {_listed(TAG.findall(source))}"
        yield Fault(Kind.TAGS, tags)
    if added := _markup(text) - _markup(source):
        yield Fault(Kind.MARKUP, f"{_listed(added)} is not in the English")
    if "\n" in text.strip() and "\n" not in source.strip():
        yield Fault(Kind.LINE_BREAK, "a line break is not in the English")
    lines = (source[0] == "\n") != (text[:1] == "\n") or (source[-1] == "\n") != (text[-1:] == "\n")
    if lines or source[0].isspace() > text[:1].isspace() or source[-1].isspace() > text[-1:].isspace():
        yield Fault(Kind.ENDS, "a space or line break at one end is lost")


def _markup(text: str) -> Counter[str]:
    return Counter(MARKUP.findall(TAG.sub("", PLACEHOLDER.sub("", text))))


def _listed(found) -> str:
    return " ".join(sorted(Counter(found).elements())) or "none"
