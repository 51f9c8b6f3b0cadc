"""The inventory by purpose, as the page and the document show it; also the record of processing."""

from dataclasses import dataclass
from itertools import groupby

from .beyond import PLACES, Place
from .kinds import KINDS, NONE
from .purposes import PURPOSES, Purpose, Words
from .table import Row, personal_rows


@dataclass(frozen=True)
class RecordFields:
    """The fields of one record that are of one class."""

    record: str
    kind: str
    rows: tuple[Row, ...]

    @property
    def kind_words(self) -> Words:
        return KINDS[self.kind]

    @property
    def names(self) -> str:
        return ", ".join(row.name for row in self.rows)

    @property
    def columns(self) -> str:
        return ", ".join(row.column for row in self.rows)


@dataclass(frozen=True)
class Chapter:
    key: str
    purpose: Purpose
    records: tuple[RecordFields, ...]
    places: tuple[Place, ...]


def chapters(kind: str = "") -> list[Chapter]:
    """Return every purpose for which personal data is held, only of class `kind` if given."""
    rows = [row for row in personal_rows() if kind in ("", row.kind)]
    places = [place for place in PLACES if (place.kind == kind if kind else place.kind != NONE)]
    found = [
        Chapter(
            key,
            purpose,
            records=tuple(_records([row for row in rows if row.purpose == key])),
            places=tuple(place for place in places if place.purpose == key),
        )
        for key, purpose in PURPOSES.items()
    ]
    return [chapter for chapter in found if chapter.records or chapter.places]


def about_nobody() -> list[Place]:
    """Return the records that hold no personal data although one might expect it."""
    return [place for place in PLACES if place.kind == NONE]


def _records(rows: list[Row]) -> list[RecordFields]:
    order = list(KINDS)
    rows = sorted(rows, key=lambda row: (row.model._meta.label, order.index(row.kind), row.field.name))
    return [
        RecordFields(record=group[0].record, kind=group[0].kind, rows=tuple(group))
        for _key, each in groupby(rows, key=lambda row: (row.model._meta.label, row.kind))
        if (group := list(each))
    ]
