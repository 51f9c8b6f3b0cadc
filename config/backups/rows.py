"""The rows of every table in a form that belongs to no database: one JSON list a row, in the order of the columns.

    [1,"2026-11-23T09:00:00.000000+00:00","5f0c...","{\\"step\\":\\"check\\"}",null]

Times are in UTC with six digits, bytes in base64, a JSON column is its own text with sorted keys. Values are read
and written below the models' own fields, so that what a field encrypts or wraps is carried as it stands.
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

# Sessions end with a restore, and what a search reads is made from the pages again.
LEFT_OUT = {"sessions.Session", "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"}
AT_ONCE = 2000


@dataclass(frozen=True)
class Table:
    """A model's table, with the columns that a back-up carries."""

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
        """The column whose next value the database counts by itself; empty if none."""
        return next((field.column for field in self.fields if isinstance(field, models.AutoField)), "")

    def ordered(self, columns: list[str]) -> "Table":
        """With the columns as a back-up has them: migrations add them in another order than the model names them."""
        by_column = {field.column: field for field in self.fields}
        return replace(self, fields=tuple(by_column[column] for column in columns))

    def quoted(self, columns: Iterable[str]) -> str:
        return ", ".join(map(connection.ops.quote_name, columns))


def kind_of(field: models.Field) -> str:
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type()


def tables(apps: Any) -> list[Table]:
    """Every table of these apps, today's or those of an older state of the migrations, that a back-up carries."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.label not in LEFT_OUT:
            fields = tuple(field for field in meta.local_concrete_fields if not field.generated)
            found[meta.db_table] = Table(meta.label, meta.db_table, fields)
    return sorted(found.values(), key=lambda table: table.label)


class Digest:
    """The same for the same rows in whatever order: two databases sort differently."""

    def __init__(self) -> None:
        self.number = 0
        self.sum = 0

    def add(self, line: bytes) -> None:
        self.number += 1
        self.sum = (self.sum + int.from_bytes(sha256(line).digest())) % 2**256

    def __str__(self) -> str:
        return f"{self.sum:064x}"


def read(table: Table) -> Iterator[bytes]:
    """Each row as a line, in no order. Read inside one picture of the database."""
    convert = [_reader(field, kind) for field, kind in zip(table.fields, table.kinds, strict=True)]
    name = connection.ops.quote_name(table.name)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"select {table.quoted(table.columns)} from {name}")  # noqa: S608  names of our own models
        while some := cursor.fetchmany(AT_ONCE):
            for row in some:
                values = [
                    None if value is None else change(value)
                    for change, value in zip(convert, row, strict=True)
                ]
                yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _reader(field: models.Field, kind: str) -> Callable[[Any], Any]:
    """From what the database's driver gives to what JSON can hold."""
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
AS_THEY_ARE = {
    "AutoField", "BigAutoField", "SmallAutoField", "BooleanField", "CharField", "EmailField", "FileField",
    "FloatField", "BigIntegerField", "IntegerField", "PositiveBigIntegerField", "PositiveIntegerField",
    "PositiveSmallIntegerField", "SlugField", "SmallIntegerField", "TextField", "URLField", "GenericIPAddressField",
}  # fmt: skip


def unknown_kinds(of: Iterable[Table]) -> set[str]:
    """Kinds of columns that a back-up would not carry faithfully."""
    return {kind for table in of for kind in table.kinds} - AS_THEY_ARE - set(FROM_PLAIN)


def writer(table: Table, columns: list[str]) -> Callable[[bytes], list[Any]]:
    """From a line to the values that the database's driver takes, for these columns in their order."""
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
    """The highest key that the database ever gave in this table, also to rows that are gone."""
    if not table.counter:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select seq from sqlite_sequence where name = %s", [table.name])
        else:
            cursor.execute("select pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.counter])
            [(sequence,)] = cursor.fetchall()
            cursor.execute(f"select last_value from {sequence} where is_called")  # noqa: S608  the database named it
        row = cursor.fetchone()
    return row[0] if row else 0


def digest_of(table: Table) -> Digest:
    digest = Digest()
    for line in read(table):
        digest.add(line)
    return digest
