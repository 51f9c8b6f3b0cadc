"""Raw reads of seals and entries, without the ORM and in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from . import encoding

SEALS_AT_ONCE = 50


@dataclass(frozen=True)
class StoredSeal:
    office: int | None
    number: int
    previous: str
    at: str
    count: int
    total: int
    hash: str
    covers: bytes

    @property
    def chain(self) -> str:
        return encoding.chain_name(self.office)

    def computed_hash(self) -> str:
        return encoding.seal_hash(
            chain=self.chain,
            number=self.number,
            previous=self.previous,
            at=self.at,
            count=self.count,
            total=self.total,
            covers=self.covers,
        )


def ask(statement: str, values: Sequence[Any] = ()) -> list[Any]:
    """Run a statement and return its rows, if any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def stream(statement: str, at_once: int) -> Iterator[Any]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(at_once):
            yield from rows


def stored_seals() -> Iterator[StoredSeal]:
    """Yield every seal in the order in which they were written."""
    columns = f"office_id, number, previous, {encoding.time_text('sealed_at')}, count, total, hash, covers"
    for row in stream(f"select {columns} from audit_seal order by id", SEALS_AT_ONCE):  # noqa: S608
        office, number, previous, at, count, total, digest, covers = row
        raw = covers.encode(errors="replace") if isinstance(covers, str) else bytes(covers or b"")
        # SQLite stores values of any type in a column, and a falsified one must not stop the verification.
        number = number if isinstance(number, int) else 0
        yield StoredSeal(office, number, str(previous), str(at), count, total, str(digest), raw)


def entries_by_key(keys: list[int]) -> dict[int, encoding.Row]:
    if not keys:
        return {}
    numbers = ",".join(map(str, keys))  # integers decoded from `covers`, so this is no SQL injection
    rows = ask(f"select {encoding.entry_columns()} from audit_entry e where e.id in ({numbers})")  # noqa: S608
    return {row[encoding.KEY]: row for row in rows}
