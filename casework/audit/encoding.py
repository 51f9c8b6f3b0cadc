"""Canonical encoding of what a seal covers: the same on both databases, so that a log can be moved.

Rows are read as text that the database formats, never through the ORM: a falsified entry must not stop the
verification, and a million entries take seconds.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

VERSION = "casework-seal-1"
COVERED = 8 + 32  # bytes per entry in `covers`: its key and its digest
_STAMP = "%Y-%m-%d %H:%M:%S.%f"

_encode = json.JSONEncoder(sort_keys=True, default=repr).encode

Row = Sequence[Any]
# Indexes into a row of `entry_columns()`; the digest covers FIRST up to, but not including, LAST.
KEY, UUID, AT, OFFICE, COMMITMENT, REASON, SALT = 0, 1, 2, 3, 7, 11, 12
FIRST, LAST = 1, 11
DETAIL = 8


def time_text(column: str) -> str:
    """Return SQL that formats a time in UTC with six digits after the second."""
    if connection.vendor == "postgresql":
        return f"to_char({column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"case when length({column}) = 19 then {column} || '.000000' else {column} end"


def entry_columns() -> str:
    """Return the columns of `audit_entry e` that the digest and the check of the reason need."""
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
    """Parse the detail, because PostgreSQL reorders the keys of stored JSON and the digest must not depend on that."""
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
    """Return the time of a text written by `stamp`, or None if it is invalid."""
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
    """Yield the key and digest of each entry that a seal covers."""
    for start in range(0, len(covers) - COVERED + 1, COVERED):
        yield int.from_bytes(covers[start : start + 8], "big"), covers[start + 8 : start + COVERED]
