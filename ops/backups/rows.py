"""Rows of every table in a database-independent form: one JSON list per row, in the order of the columns.

    [1,"2026-11-23T09:00:00.000000+00:00","5f0c...","{\\"step\\":\\"check\\"}",null]

Times are in UTC with six digits, bytes in base64, a JSON column is its text with sorted keys. Values are read and
written below the model fields, so that what a field encrypts or wraps is copied unchanged.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, models

from casework.wall.scope import ALL, scoped

# Sessions end with a restore, and the search index is rebuilt from the pages.
EXCLUDED = {"sessions.Session", "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"}
AT_ONCE = 2000


@dataclass(frozen=True)
class Table:
    """A model's table with the columns that a back-up contains."""

    label: str
    name: str
    fields: tuple[models.Field, ...]

    @cached_property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    @cached_property
    def kinds(self) -> list[str]:
        return [kind_of(field) for field in self.fields]

    @cached_property
    def counter(self) -> str:
        """Return the auto-increment column, or "" if there is none."""
        return next((field.column for field in self.fields if isinstance(field, models.AutoField)), "")

    def ordered(self, columns: list[str]) -> "Table":
        """Return the table with its columns in the back-up's order, which can differ from the model's."""
        by_column = {field.column: field for field in self.fields}
        return replace(self, fields=tuple(by_column[column] for column in columns))

    def quoted(self, columns: Iterable[str]) -> str:
        return ", ".join(map(connection.ops.quote_name, columns))


def kind_of(field: models.Field) -> str:
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type()


def tables(apps: Any) -> list[Table]:
    """Return every table of these apps, current or of an older migration state, that a back-up contains."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.label not in EXCLUDED:
            fields = tuple(field for field in meta.local_concrete_fields if not field.generated)
            found[meta.db_table] = Table(meta.label, meta.db_table, fields)
    return sorted(found.values(), key=lambda table: table.label)


class Digest:
    """Digest that is independent of the order of rows, because two databases sort differently."""

    def __init__(self) -> None:
        self.number = 0
        self.sum = 0

    def add(self, line: bytes) -> None:
        self.number += 1
        self.sum = (self.sum + int.from_bytes(sha256(line).digest())) % 2**256

    def __str__(self) -> str:
        return f"{self.sum:064x}"


def read(table: Table) -> Iterator[bytes]:
    """Yield each row as a line, in no order. The caller opens a snapshot."""
    convert = [_reader(field, kind) for field, kind in zip(table.fields, table.kinds, strict=True)]
    name = connection.ops.quote_name(table.name)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"select {table.quoted(table.columns)} from {name}")  # noqa: S608  names of models
        while some := cursor.fetchmany(AT_ONCE):
            for row in some:
                values = [
                    None if value is None else change(value)
                    for change, value in zip(convert, row, strict=True)
                ]
                yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _reader(field: models.Field, kind: str) -> Callable[[Any], Any]:
    """Return a function that converts the driver's value to a JSON value."""
    while field.remote_field:
        field = field.target_field
    column = field.get_col(field.model._meta.db_table)
    steps = connection.ops.get_db_converters(column)

    def change(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return canonical(value) if kind == "JSONField" else plain(value)

    return change


def canonical(value: Any) -> str:
    parsed = json.loads(value) if isinstance(value, str | bytes) else value
    return json.dumps(parsed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, Decimal):
        return str(value)
    return value


FROM_PLAIN: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "UUIDField": UUID,
    "BinaryField": b64decode,
    "DecimalField": Decimal,
    "JSONField": json.loads,
}
UNCHANGED = {
    "AutoField", "BigAutoField", "SmallAutoField", "BooleanField", "CharField", "EmailField", "FileField",
    "FloatField", "BigIntegerField", "IntegerField", "PositiveBigIntegerField", "PositiveIntegerField",
    "PositiveSmallIntegerField", "SlugField", "SmallIntegerField", "TextField", "URLField", "GenericIPAddressField",
}  # fmt: skip


def unknown_kinds(of: Iterable[Table]) -> set[str]:
    """Return the column types that a back-up does not support."""
    return {kind for table in of for kind in table.kinds} - UNCHANGED - set(FROM_PLAIN)


def writer(table: Table, columns: list[str]) -> Callable[[bytes], list[Any]]:
    """Return a function that converts a line to the driver's values for these columns."""
    by_column = dict(zip(table.columns, table.kinds, strict=True))
    change = [_to_database(by_column[column]) for column in columns]

    def values(line: bytes) -> list[Any]:
        row = json.loads(line)
        return [None if value is None else to(value) for to, value in zip(change, row, strict=True)]

    return values


def _to_database(kind: str) -> Callable[[Any], Any]:
    parse = FROM_PLAIN.get(kind)
    if parse is None:
        return lambda value: value
    if kind == "JSONField":
        return lambda value: connection.ops.adapt_json_value(parse(value), None)
    bare = getattr(models, kind)()
    return lambda value: bare.get_db_prep_value(parse(value), connection)


def last_key(table: Table) -> int:
    """Return the highest key ever assigned in this table, including deleted rows."""
    if not table.counter:
        return 0
    with scoped(ALL), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select seq from sqlite_sequence where name = %s", [table.name])
        else:
            named = [f'"{table.name}"', table.counter]
            cursor.execute("select last_key(pg_get_serial_sequence(%s, %s)::regclass)", named)
        row = cursor.fetchone()
    return (row and row[0]) or 0


def digest_of(table: Table) -> Digest:
    digest = Digest()
    for line in read(table):
        digest.add(line)
    return digest
