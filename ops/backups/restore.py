"""Restoring into an empty installation: the whole database or nothing, and no mail is sent twice."""

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.management import call_command
from django.db import connection, transaction
from django.utils._os import safe_join

from casework.audit import anchor
from casework.files import store
from ops.databases import as_owner

from . import archive, rows, schema
from .checking import Content, lines_of

Tell = Callable[[str], None]


class NotEqual(Exception):
    """The restored rows are not those of the back-up."""


def restore(path: Path, keys: list[Any], content: Content, *, tell: Tell) -> None:
    """Restore files, then rows, then what derives from them. Files without rows would just be swept."""
    restore_files(path, keys)
    tell(f"files: {content.manifest['files']['number']}, equal by digest")
    with as_owner("default"):
        models = schema.prepare_tables(content.migrations)
        restore_rows(path, keys, content, rows.tables(models))
    restore_anchor()
    tell(f"rows: {content.rows} in {len(content.manifest['tables'])} tables, read back and equal by digest")
    call_command("migrate", interactive=False, verbosity=0)
    for alias in settings.DATABASES:
        call_command("createcachetable", database=alias, verbosity=0)
    call_command("update_index", verbosity=0, stdout=Silent())
    call_command("reindex", empty=True, stdout=Silent())


class Silent:
    def write(self, _text: str) -> None:
        """Discard the output."""

    def flush(self) -> None:
        """Do nothing: output is discarded."""


def restore_files(path: Path, keys: list[Any]) -> None:
    with archive.reading(path, keys) as members:
        for name, _size, mtime, source in members:
            kind, _, rest = name.partition("/")
            if kind == "files":
                keep(store.path_of(rest), source, mtime)
            elif kind == "media":
                keep(media_path(rest), source, mtime)
            elif name == archive.ANCHOR:
                write_new_anchor(source)


def keep(final: Path, source: BinaryIO, mtime: float) -> None:
    with store.arrival() as arrived:
        while piece := source.read(store.PIECE):
            arrived.file.write(piece)
        arrived.file.flush()
        store.private_folder(final.parent)
        arrived.path.replace(final)
    os.utime(final, (mtime, mtime))


def media_path(name: str) -> Path:
    try:
        return Path(safe_join(settings.MEDIA_ROOT, name))
    except SuspiciousFileOperation:
        raise archive.Broken("A picture would lie outside MEDIA_ROOT.") from None


def write_new_anchor(source: BinaryIO) -> None:
    with open(_new_anchor_path(), "wb", opener=_readable) as file:
        while piece := source.read(store.PIECE):
            file.write(piece)


def restore_anchor() -> None:
    """Replace the anchor by the one of the back-up, and keep the old one under another name."""
    anchor.set_aside()
    _new_anchor_path().replace(anchor.path())


def _new_anchor_path() -> Path:
    return anchor.path().with_name(f"{anchor.path().name}.coming")


def restore_rows(path: Path, keys: list[Any], content: Content, tables: list[rows.Table]) -> None:
    columns = content.about["columns"]
    by_label = {
        table.label: table.ordered(columns[table.label]) for table in tables if table.label in columns
    }
    with schema.without_foreign_keys(), transaction.atomic():
        schema.delete_rows()
        with schema.without_row_security([table.name for table in tables]):
            with archive.reading(path, keys) as members:
                for label, lines in row_members(members):
                    insert(by_label[label], columns[label], lines)
            for label, expected in content.manifest["tables"].items():
                continue_sequence(by_label[label], expected["last_key"])
                if str(rows.digest_of(by_label[label])) != expected["digest"]:
                    raise NotEqual(label)
        if connection.vendor == "sqlite":
            connection.check_constraints()


def row_members(members: Iterator[tuple[str, int, float, BinaryIO]]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for name, _size, _mtime, source in members:
        kind, _, rest = name.partition("/")
        if kind == "rows":
            yield rest.partition("/")[0], lines_of(source)


def insert(table: rows.Table, columns: list[str], lines: Iterator[bytes]) -> None:
    values = map(rows.writer(table, columns), lines)
    name, listed = connection.ops.quote_name(table.name), table.quoted(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"copy {name} ({listed}) from stdin") as copy:
                for row in values:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        first = next(values, None)
        if first is not None:
            cursor.executemany(f"insert into {name} ({listed}) values ({places})", chain([first], values))  # noqa: S608


def continue_sequence(table: rows.Table, key: int) -> None:
    """Continue the table's sequence after `key`, so that keys of rows deleted before the back-up are not reused."""
    if not (table.counter and key):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("delete from sqlite_sequence where name = %s", [table.name])
            cursor.execute("insert into sqlite_sequence (name, seq) values (%s, %s)", [table.name, key])
        else:
            cursor.execute(
                "select setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table.name}"', table.counter, key]
            )


def _readable(name: str, flags: int) -> int:
    return os.open(name, flags, 0o640)
