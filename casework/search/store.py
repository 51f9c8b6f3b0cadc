"""The index: one row for each thing, with the tokens by which it is found, each carrying its office.

A token is stored as `c5·hous`, never as `hous`: the words of two offices share no list, so neither rank nor time tells
one what another holds. Whose rows are looked through comes from the current scope and from nowhere else. On PostgreSQL
the service has no right on the table, only on the functions of `postgresql`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import ModuleType

from django.db import connection

from casework.wall.scope import current

from . import postgresql, sqlite
from .query import Query

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 500_000  # bytes of the tokens of one row; PostgreSQL holds twice as many


class OutOfScope(Exception):
    """The office is not among those whose rows the current code may touch."""


@dataclass(frozen=True)
class Entry:
    """A thing and the tokens by which it is found. `kind` is a letter; `facts` count for more than `words`."""

    kind: str
    thing: int
    office: int
    at: datetime
    facts: Collection[str] = field(default_factory=set)
    words: Collection[str] = field(default_factory=set)


@dataclass(frozen=True, order=True)
class Hit:
    """A thing that was found. `tier` is 0 if its facts hold every term, 2 if some only sound alike; else 1."""

    tier: int
    at: int  # microseconds since 1970
    thing: int


def put(entry: Entry) -> None:
    """Add or replace the row of a thing."""
    _refuse_outside(entry.office)
    facts = _within(sorted(entry.facts), LARGEST)
    words = _within(sorted(set(entry.words) - set(facts)), LARGEST - _size(facts))
    _engine().put(entry.kind, entry.thing, entry.office, microseconds(entry.at), facts, words)


def add(*, kind: str, thing: int, office: int, words: Iterable[str]) -> None:
    """Add words to the row of a thing, if there is such a row."""
    _refuse_outside(office)
    if wanted := _within(sorted(words), LARGEST):
        _engine().add(kind, thing, office, wanted)


def drop(*, kind: str, thing: int, office: int) -> None:
    """Delete the row of a thing."""
    _refuse_outside(office)
    _engine().drop(kind, thing, office)


def clear() -> None:
    """Delete every row, in the scope of everything."""
    if not current().everything:
        raise OutOfScope
    _engine().clear()


def find(kind: str, query: Query, *, most: int, after: Hit | None = None) -> list[Hit]:
    """Return what is found in the offices of the scope: facts before words before sounds, then the newest first."""
    offices = sorted(current().offices)
    if not query or not offices:
        return []
    place = (after.tier, after.at, after.thing) if after else (-1, 0, 0)
    rows = _engine().find(kind, offices, query.terms, query.sounding, place, most)
    return [Hit(tier=tier, at=at, thing=thing) for thing, tier, at in rows]


def faults() -> list[str]:
    """Return what is wrong with the index itself, in words for an operator."""
    return _engine().faults()


def microseconds(at: datetime) -> int:
    """Return a moment as a number that is the same on both databases."""
    return (at - BEGINNING) // timedelta(microseconds=1)


def _engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _refuse_outside(office: int) -> None:
    scope = current()
    if office not in scope.offices and not scope.everything:
        raise OutOfScope(office)


def _size(tokens: Iterable[str]) -> int:
    return sum(len(token.encode()) for token in tokens)


def _within(tokens: list[str], size: int) -> list[str]:
    """Return as many of the tokens as fit. A text of that many different words is found by the first of them."""
    if _size(tokens) <= size:
        return tokens
    kept = []
    for token in tokens:
        size -= len(token.encode())
        if size < 0:
            break
        kept.append(token)
    return kept
