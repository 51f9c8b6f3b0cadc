"""A whole catalogue as a PO file, with the corrections and the names of native readers, out and in."""

from dataclasses import dataclass, field
from datetime import datetime

import polib
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from body.catalogue_texts import READ

from .models import CatalogueText
from .posted import reader_named
from .rows import Row, rows_of
from .services import Typed, digest
from .shipped import catalogue_of, forms_of, key_of

EXPORTED_AT = "X-Exported-At"


def po_of(language: str) -> str:
    """Return a catalogue with its corrections and signatures. The file can replace the one in `locale/`."""
    rows = {row.entry.key: row for row in rows_of(language)}
    catalogue = polib.pofile(str(catalogue_of(language).path), wrapwidth=0)
    catalogue.metadata[EXPORTED_AT] = timezone.now().isoformat()
    for entry in catalogue:
        row = rows.get(key_of(entry))
        if row is not None and row.counts:
            _put(row, entry)
    return str(catalogue) + "\n"


def _put(row: Row, entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(row.stored.forms))
    else:
        entry.msgstr = row.stored.text
    others = READ.sub("", entry.tcomment).strip()
    entry.tcomment = "\n".join(filter(None, [others, row.signature]))


@dataclass
class Imported:
    """What a file holds that differs from what is stored, and how many of its texts the service does not have."""

    typed: dict[str, Typed] = field(default_factory=dict)
    unknown: int = 0


def imported(catalogue: polib.POFile, *, language: str) -> Imported:
    """Return the texts of a file that differ. What is empty or fuzzy in it is left out."""
    rows, found = {row.entry.key: row for row in rows_of(language)}, Imported()
    exported_at = _moment(catalogue.metadata.get(EXPORTED_AT, ""))
    for entry in catalogue:
        if entry.obsolete or not entry.translated():
            continue
        row = rows.get(key_of(entry))
        if row is None or len(forms_of(entry)) != len(row.entry.shipped):
            found.unknown += 1
        elif typed := _typed(row, entry, exported_at):
            found.typed[row.entry.key] = typed
    return found


def _typed(row: Row, entry: polib.POEntry, exported_at: datetime | None) -> Typed | None:
    """Return what a file says of a text, or None if that is known. What was changed since the export is a conflict."""
    typed = Typed(
        forms=forms_of(entry), was="" if _changed_since(row.stored, exported_at) else digest(row.text)
    )
    signature = READ.search(entry.tcomment)
    # A signature that the text already had does not cover a changed text.
    if signature is None or signature[0] == row.signature:
        return None if typed.text == row.agreed else typed
    return Typed(typed.forms, typed.was, reader=reader_named(signature[1]), read_at=_day(signature[2]))


def _changed_since(stored: CatalogueText | None, exported_at: datetime | None) -> bool:
    return bool(stored and exported_at and stored.changed_at > exported_at)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None


def _day(text: str | None) -> datetime | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12)) if day else None
