"""Restoring: into an empty installation, all of the database or nothing, and nothing sent a second time."""

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
from config.databases import as_owner

from . import archive, rows, schema
from .checking import Content, lines_of

Tell = Callable[[str], None]


class NotEqual(Exception):
    """What stands in the database is not what the back-up holds."""


def put_back(path: Path, keys: list[Any], content: Content, *, tell: Tell) -> None:
    """Files first, because without rows they are only swept away; then the rows; then what builds upon them."""
    put_back_files(path, keys)
    tell(f"files: {content.manifest['files']['number']}, equal by digest")
    with as_owner("default"):
        models = schema.ready(content.migrations)
        put_back_rows(path, keys, content, rows.tables(models))
    put_back_anchor()
    tell(f"rows: {content.rows} in {len(content.manifest['tables'])} tables, read back and equal by digest")
    call_command("migrate", interactive=False, verbosity=0)
    for alias in settings.DATABASES:
        call_command("createcachetable", database=alias, verbosity=0)
    call_command("update_index", verbosity=0, stdout=Silent())


class Silent:
    def write(self, _text: str) -> None:
        """Nobody asked."""

    def flush(self) -> None:
        """Nothing is held back."""


def put_back_files(path: Path, keys: list[Any]) -> None:
    with archive.reading(path, keys) as members:
        for name, _size, mtime, source in members:
            kind, _, rest = name.partition("/")
            if kind == "files":
                keep(store.path_of(rest), source, mtime)
            elif kind == "media":
                keep(media_path(rest), source, mtime)
            elif name == archive.ANCHOR:
                lay_anchor_ready(source)


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


def lay_anchor_ready(source: BinaryIO) -> None:
    with open(_coming_anchor(), "wb", opener=_readable) as file:
        while piece := source.read(store.PIECE):
            file.write(piece)


def put_back_anchor() -> None:
    """The log begins again where the back-up ends; the anchor of before is kept beside it under another name."""
    anchor.set_aside()
    _coming_anchor().replace(anchor.path())


def _coming_anchor() -> Path:
    return anchor.path().with_name(f"{anchor.path().name}.coming")


def put_back_rows(path: Path, keys: list[Any], content: Content, tables: list[rows.Table]) -> None:
    columns = content.about["columns"]
    by_label = {
        table.label: table.ordered(columns[table.label]) for table in tables if table.label in columns
    }
    with schema.without_foreign_keys(), transaction.atomic():
        schema.empty()
        with schema.open_to_the_owner([table.name for table in tables]):
            with archive.reading(path, keys) as members:
                for label, lines in row_members(members):
                    insert(by_label[label], columns[label], lines)
            for label, said in content.manifest["tables"].items():
                count_on_from(by_label[label], said["last_key"])
                if str(rows.digest_of(by_label[label])) != said["digest"]:
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


def count_on_from(table: rows.Table, key: int) -> None:
    """No key is given a second time, not even that of a row that was gone before the back-up."""
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
