"""The catalogues of this version of the service, in `locale/`, as the editor's pages read them."""

import gettext
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from body.catalogue_texts import READ, needs_reader

EXAMPLES = 4  # numbers in the label of a plural form
NUMBERS = range(200)
# What people do where a file's texts stand, by the beginning of its path. The first that fits counts.
PLACES = {
    "templates/ui/help_999.html": _("Help in danger"),
    "templates/mail/": _("Emails"),
    "templates/letters/": _("Permission letter"),
    "templates/portal/raise_case/": _("Contact form"),
    "templates/portal/find_members/": _("Find your Members"),
    "templates/portal/my_cases/": _("Your cases"),
    "templates/portal/permission/": _("Giving permission"),
    "templates/accounts/": _("Signing in"),
    "templates/mfa/": _("Signing in"),
    "templates/account/": _("Signing in"),
    "templates/cms/": _("Pages of the site"),
    "templates/ui/": _("Parts of many pages"),
    "portal/raise_case/": _("Contact form"),
    "portal/find_members/": _("Find your Members"),
    "portal/": _("Your cases"),
    "accounts/": _("Signing in"),
    "casework/questionnaires/": _("Contact form"),
    "uploads/": _("Files"),
    "casework/files/": _("Files"),
    "cms/": _("Pages of the site"),
}


@dataclass(frozen=True)
class Entry:
    """A text of a catalogue. `english` has its plural too, and `shipped` each plural form of the language."""

    key: str
    context: str | None
    english: tuple[str, ...]
    shipped: tuple[str, ...]
    files: tuple[str, ...]
    needs_reader: bool
    read_by: str  # the native reader whom the catalogue names
    signature: str  # the whole comment that names them

    @property
    def places(self) -> list[str]:
        """Where people meet the text, in words."""
        found = (
            next((str(words) for start, words in PLACES.items() if name.startswith(start)), "")
            for name in self.files
        )
        return list(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language by their keys, and the numbers that stand for each plural form."""

    path: Path
    entries: dict[str, Entry]
    plural_header: str
    examples: tuple[tuple[int, ...], ...]


def path_of(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po")


def catalogue_of(code: str) -> Catalogue:
    """Return the catalogue of a language. Raise FileNotFoundError if it has none."""
    path = path_of(code)
    return _read(path, path.stat().st_mtime_ns)


def key_of(entry: polib.POEntry) -> str:
    """Return the key of a text: a digest of its context and its English."""
    parts = json.dumps([entry.msgctxt, entry.msgid, entry.msgid_plural or ""])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def forms_of(entry: polib.POEntry) -> tuple[str, ...]:
    """Return the translation in each plural form, or the one translation."""
    if not entry.msgid_plural:
        return (entry.msgstr,)
    return tuple(text for _form, text in sorted(entry.msgstr_plural.items()))


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Catalogue:
    found = polib.pofile(str(path))
    header = found.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);")
    entries = {entry.key: entry for entry in _entries(found)}
    return Catalogue(path, entries, header, tuple(_examples(header)))


def _entries(catalogue: polib.POFile) -> Iterator[Entry]:
    for entry in catalogue:
        if entry.obsolete or not entry.translated():
            continue
        reader = READ.search(entry.tcomment)
        yield Entry(
            key=key_of(entry),
            context=entry.msgctxt,
            english=(entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,),
            shipped=forms_of(entry),
            files=tuple(name for name, _line in entry.occurrences),
            needs_reader=needs_reader(entry),
            read_by=reader[1] if reader else "",
            signature=reader[0] if reader else "",
        )


def _examples(header: str) -> Iterator[tuple[int, ...]]:
    """Yield the first numbers that take each plural form; none if only fractions do."""
    number, _between, rule = header.partition("plural=")
    form_of = gettext.c2py(rule.strip().rstrip(";"))
    for form in range(int("".join(filter(str.isdigit, number)))):
        yield tuple(n for n in NUMBERS if form_of(n) == form)[:EXAMPLES]
