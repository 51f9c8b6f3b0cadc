"""What a seal covers, byte by byte. The same on both databases, so that a log can move from one to the other.

Rows are read as text that the database makes, never through the ORM: an entry that was tampered with must not stop
the reading, and a million of them take seconds.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

VERSION = "casework-seal-1"
COVERED = 8 + 32  # bytes an entry takes in `covers`: its key and its digest
_STAMP = "%Y-%m-%d %H:%M:%S.%f"

_encode = json.JSONEncoder(sort_keys=True, default=repr).encode

Row = Sequence[Any]
# Places in a row of `entry_columns()`; what lies from FIRST to LAST is what the digest covers.
KEY, UUID, AT, OFFICE, COMMITMENT, REASON, SALT = 0, 1, 2, 3, 7, 11, 12
FIRST, LAST = 1, 11
DETAIL = 8


def time_text(column: str) -> str:
    """SQL that writes a time the one way: UTC, with six digits after the second."""
    if connection.vendor == "postgresql":
        return f"to_char({column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"case when length({column}) = 19 then {column} || '.000000' else {column} end"


def entry_columns() -> str:
    """The columns of `audit_entry e` that a digest and a check of the reason need."""
    key = "replace(e.uuid::text, '-', '')" if connection.vendor == "postgresql" else "e.uuid"
    detail = "e.detail::text" if connection.vendor == "postgresql" else "e.detail"
    return (
        f"e.id, {key}, {time_text('e.at')}, e.office_id, e.actor_id, e.verb, e.subject, e.commitment,"
        f" {detail}, e.route, e.session, e.reason, e.salt"
    )


def entry_digest(row: Row) -> bytes:
    covered = list(row[FIRST:LAST])
    covered[DETAIL - FIRST] = _detail(row[DETAIL])
    return hashlib.sha256(_encode(covered).encode()).digest()


def _detail(text: Any) -> Any:
    """PostgreSQL reorders the keys of what it stores, so the digest is over the meaning, not the letters."""
    if text == "{}":
        return {}
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return repr(text)


def commitment(*, salt: str, reason: str) -> str:
    return hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()


def chain_name(office: int | None) -> str:
    return "no-office" if office is None else f"office-{office}"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_STAMP)


def moment(text: str) -> datetime | None:
    """The time that a text of `stamp` names; None if it names none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (ValueError, TypeError):
        return None


def seal_hash(
    *, chain: str, number: int, previous: str, at: str, count: int, total: int, covers: bytes
) -> str:
    covered = [VERSION, chain, number, previous, at, count, total, hashlib.sha256(covers).hexdigest()]
    return hashlib.sha256(_encode(covered).encode()).hexdigest()


def cover(rows: Sequence[Row]) -> bytes:
    return b"".join(row[KEY].to_bytes(8, "big") + entry_digest(row) for row in rows)


def covered_entries(covers: bytes) -> Iterator[tuple[int, bytes]]:
    """The key and digest of each entry that a seal covers."""
    for place in range(0, len(covers) - COVERED + 1, COVERED):
        yield int.from_bytes(covers[place : place + 8], "big"), covers[place + 8 : place + COVERED]
