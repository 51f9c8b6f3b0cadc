"""Saving of what native readers did to the texts of a catalogue."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from body.models import Body
from cms.page_cache import clear_pages

from .models import CatalogueText, joined
from .rows import Row, faults_of, gone, rows_of


@dataclass(frozen=True)
class Typed:
    """The forms that somebody typed for one text, and the digest of the text that their page showed before.

    `kept` says that a correction still fits, `reader` names the native reader who has read it.
    """

    forms: tuple[str, ...]
    was: str
    kept: bool = False
    reader: str = ""
    read_at: datetime | None = None

    @property
    def text(self) -> str:
        return joined(self.forms)


@dataclass
class Saved:
    """What was stored, and what was not: what somebody else changed meanwhile, and what is wrong in each form."""

    changed: list[str] = field(default_factory=list)
    conflicts: set[str] = field(default_factory=set)
    faults: dict[str, list[list]] = field(default_factory=dict)

    @property
    def left(self) -> set[str]:
        return self.conflicts | self.faults.keys()


def digest(text: str) -> str:
    """Return what a page sends instead of the text that it showed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def save_catalogue_texts(*, language: str, typed: Mapping[str, Typed], by) -> Saved:
    """Store what differs from what the page showed. A text that is emptied goes back to that of the service.

    People see it within a few seconds (`corrections`). A reader's name stays with a text until the text changes.
    """
    Body.objects.select_for_update(no_key=True).first()  # two people who save wait for each other
    saved = Saved()
    for row in rows_of(language):
        key = row.entry.key
        new = typed.get(key)
        if new is None or not (new.kept or new.reader or digest(new.text) != new.was):
            continue
        if digest(row.text) != new.was and row.text != new.text:
            saved.conflicts.add(key)
            continue
        is_emptied = not any(new.forms)
        faults = [] if is_emptied else faults_of(row.entry, new.forms)
        if any(faults):
            saved.faults[key] = faults
            continue
        _delete(row, by) if is_emptied else _store(language, row, new, by)
        saved.changed.append(key)
    if saved.changed:
        clear_pages()
    return saved


def _store(language: str, row: Row, new: Typed, by) -> None:
    stored = row.stored or CatalogueText(language=language, key=row.entry.key, text=row.text)
    if stored.text != new.text:
        stored.read_by, stored.read_at = "", None
    if new.reader:
        stored.read_by, stored.read_at = new.reader, new.read_at or timezone.now()
    stored.text, stored.shipped = new.text, row.shipped
    stored.source = "\n".join(row.entry.english)
    stored.save()
    log(stored, "wagtail.edit", user=by)


def _delete(row: Row, by) -> None:
    if row.stored:
        log(row.stored, "wagtail.delete", user=by)
        row.stored.delete()


@transaction.atomic
def delete_gone(*, language: str, by) -> int:
    """Delete the corrections whose English the service no longer has, and return how many there were."""
    found = gone(language)
    for each in found:
        log(each, "wagtail.delete", user=by)
        each.delete()
    return len(found)
