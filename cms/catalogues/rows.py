"""What an editor sees of a catalogue: each English text with its translation, who read it, and what is left to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from body.catalogue_texts import Fault, Kind, compare

from .models import CatalogueText, joined
from .shipped import Entry, catalogue_of

LONGEST = 2_000  # characters
LETTERS_A_LINE = 35  # in half of the editor's page


class State(models.TextChoices):
    """What a text needs."""

    STALE = "stale", _("The service has a new translation of its own")
    UNREAD = "unread", _("Waits for a native reader")
    READ = "read", _("Read")


@dataclass(frozen=True)
class Row:
    """A text of the catalogue, and what a native reader did to it."""

    entry: Entry
    stored: CatalogueText | None

    @property
    def text(self) -> str:
        """The translation that the editor's page shows, its plural forms as one text."""
        return self.stored.text if self.stored else self.shipped

    @property
    def text_forms(self) -> tuple[str, ...]:
        """The text of each box. A language may have another number of plural forms than when the text was stored."""
        if not self.stored:
            return self.entry.shipped
        number = len(self.entry.shipped)
        return (self.stored.forms + ("",) * number)[:number]

    @property
    def shipped(self) -> str:
        return joined(self.entry.shipped)

    @property
    def counts(self) -> bool:
        """Whether what is stored belongs to the translation that the service has today."""
        return bool(self.stored) and self.shipped in {self.stored.shipped, self.stored.text}

    @property
    def read_by(self) -> str:
        """The native reader of the translation that is stored, or of the service's own."""
        if self.counts and (self.stored.read_by or self.is_corrected):
            return self.stored.read_by
        return self.entry.read_by

    @property
    def signature(self) -> str:
        """Who read the translation, and when, as a comment of a PO file says it."""
        if self.counts and self.stored.read_by:
            return f"Read by {self.stored.read_by}, {self.stored.read_at:%Y-%m-%d}"
        return self.entry.signature if self.read_by else ""

    @property
    def agreed(self) -> str:
        """The translation that people see once it is read."""
        return self.stored.text if self.counts else self.shipped

    @property
    def is_corrected(self) -> bool:
        return self.counts and self.stored.text != self.shipped

    @property
    def state(self) -> State:
        if self.stored and not self.counts:
            return State.STALE
        return State.READ if self.read_by else State.UNREAD

    @property
    def is_laid_over(self) -> bool:
        """Whether people see what is stored in place of what the service has."""
        if not (self.is_corrected or (self.counts and self.entry.needs_reader)):
            return False
        if self.entry.needs_reader and not self.stored.read_by:
            return False
        return not any(faults_of(self.entry, self.stored.forms))

    @property
    def lines(self) -> int:
        """The height of the box for the translation, by the length of the English."""
        return max(2, len(self.entry.english[-1]) // LETTERS_A_LINE + 1)

    @property
    def rank(self) -> tuple[bool, int]:
        """What is left to do comes first, and of that what is about danger."""
        return (self.state == State.READ or not self.entry.needs_reader, State.values.index(self.state))


def faults_of(entry: Entry, forms: tuple[str, ...]) -> list[list]:
    """Return what is wrong in each plural form, by the rules of `make translations`."""
    whole = len(entry.english) == 1
    faults = [list(compare(entry.english[-1], text, all_of_them=whole)) for text in forms]
    for text, found in zip(forms, faults, strict=True):
        found += [Fault(Kind.LENGTH, "it is too long")] if len(text) > LONGEST else []
    return faults


def rows_of(language: str, stored: Iterable[CatalogueText] | None = None) -> list[Row]:
    """Return a row for every text of a catalogue, with what is left to do first."""
    if stored is None:
        stored = CatalogueText.objects.filter(language=language)
    by_key = {each.key: each for each in stored}
    rows = [Row(entry, by_key.get(key)) for key, entry in catalogue_of(language).entries.items()]
    return sorted(rows, key=lambda row: row.rank)


def gone(language: str) -> list[CatalogueText]:
    """Return the corrections whose English the service no longer has."""
    entries = catalogue_of(language).entries
    return [each for each in CatalogueText.objects.filter(language=language) if each.key not in entries]


@dataclass(frozen=True)
class Progress:
    """How far native readers are in one language."""

    code: str
    name: str
    texts: int
    read: int
    corrected: int
    stale: int
    readers: list[str]


def progress_of(code: str, name: str, stored: Iterable[CatalogueText]) -> Progress:
    rows = rows_of(code, stored)
    return Progress(
        code,
        name,
        texts=len(rows),
        read=sum(row.state == State.READ for row in rows),
        corrected=sum(row.is_corrected for row in rows),
        stale=sum(row.state == State.STALE for row in rows),
        readers=sorted({row.read_by for row in rows if row.read_by}),
    )
