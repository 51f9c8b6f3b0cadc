"""Making a back-up while the service runs: one picture of the database, then the files that it names."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.audit import anchor
from casework.audit.verifying import one_picture
from casework.files import store
from casework.files.models import StoredFile
from casework.scope import ALL, scoped

from . import archive, folder, rows

Tell = Callable[[str], None]


class NoRoom(Exception):
    """The disk could not hold the back-up and leave the service what it needs."""


class Tapped:
    """Bytes on their way, counted and digested."""

    def __init__(self, source: BinaryIO):
        self.source = source
        self.hash = sha256()
        self.size = 0

    def read(self, size: int = archive.PIECE) -> bytes:
        piece = self.source.read(size)
        self.hash.update(piece)
        self.size += len(piece)
        return piece

    def line(self, name: str) -> bytes:
        return f"{name} {self.size} {self.hash.hexdigest()}".encode()


@dataclass
class Taken:
    """What a back-up holds. `missing` and `damaged` are keys of files that a row names."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    media: dict[str, Any] = field(default_factory=dict)
    anchor: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def take(*, tell: Tell = lambda words: None) -> tuple[Path, Taken]:
    """Make a back-up and forget old ones. Raises `folder.Busy`, NoRoom, OSError, ValueError; then none was made."""
    recipients = archive.public_keys(settings.BACKUP_KEY)
    if not recipients:
        raise ValueError("BACKUP_KEY is not set.")
    with folder.alone():
        refuse_small_disk()
        now = timezone.now()
        path = folder.folder() / folder.name_at(now)
        with folder.whole_or_nothing(path) as file, archive.writing(file, recipients) as into:
            taken = fill(into, now, tell)
        for name in folder.prune(settings.BACKUP_KEEP):
            tell(f"forgotten: {name}")
    return path, taken


def fill(into: archive.Writer, now: datetime, tell: Tell) -> Taken:
    taken = Taken()
    # The log's anchor first: whatever stands in it then is in the picture of the database that follows.
    taken.anchor = add_anchor(into)
    with one_picture():
        carried = rows.tables(apps)
        if strange := rows.unknown_kinds(carried):
            raise ValueError(f"A back-up cannot carry columns of the kind {', '.join(sorted(strange))}.")
        into.json(archive.ABOUT, about(now, carried))
        for table in carried:
            taken.tables[table.label] = add_rows(into, table)
        files = named_files()
    tell(f"rows: {taken.rows} in {len(carried)} tables")
    add_files(into, files, taken)
    tell(f"files: {taken.files['number']}, {taken.files['bytes']} bytes")
    add_media(into, taken)
    into.json(archive.MANIFEST, asdict(taken))
    return taken


def about(now: datetime, carried: list[rows.Table]) -> dict[str, Any]:
    return {
        "format": archive.FORMAT,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "columns": {table.label: table.columns for table in carried},
        "keys": key_marks(),
    }


def key_marks() -> list[str]:
    """By which a restore sees whether SECRET_KEY and FIELD_KEYS are those of the back-up. They tell nothing else."""
    every = [*settings.FIELD_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("casework.backup", "mark", secret=key, algorithm="sha256").hexdigest()[:16]
        for key in every
    ]


def add_anchor(into: archive.Writer) -> dict[str, Any]:
    content = b""
    with suppress(FileNotFoundError), anchor.path().open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        tapped = Tapped(file)
        into.stream(archive.ANCHOR, tapped, size)
        return {"bytes": size, "sha256": tapped.hash.hexdigest()}
    into.bytes(archive.ANCHOR, content)
    return {"bytes": 0, "sha256": sha256(content).hexdigest()}


def add_rows(into: archive.Writer, table: rows.Table) -> dict[str, Any]:
    digest = rows.Digest()

    def counted() -> Iterator[bytes]:
        for line in rows.read(table):
            digest.add(line)
            yield line

    into.rows(table.label, counted())
    return {"rows": digest.number, "digest": str(digest), "last_key": rows.last_key(table)}


def file_models() -> list[type[StoredFile]]:
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def named_files() -> list[tuple[str, str]]:
    """(key, sha256) of every file that a row names."""
    found = {pair for model in file_models() for pair in model._base_manager.values_list("key", "sha256")}
    return sorted(found)


def add_files(into: archive.Writer, named: list[tuple[str, str]], taken: Taken) -> None:
    """Each file as its row says. One that is gone since, with its row, is no fault."""
    digest, size = rows.Digest(), 0
    for key, promised in named:
        file = store.open_or_none(key)
        if file is None:
            if is_named(key):
                taken.missing.append(key)
            continue
        with file:
            tapped = Tapped(file)
            facts = os.fstat(file.fileno())
            into.stream(f"files/{key}", tapped, facts.st_size, facts.st_mtime)
        if tapped.hash.hexdigest() != promised:
            taken.damaged.append(key)
        digest.add(tapped.line(key))
        size += tapped.size
    taken.files = {"number": digest.number, "bytes": size, "digest": str(digest)}


def is_named(key: str) -> bool:
    with scoped(ALL):
        return any(model._base_manager.filter(key=key).exists() for model in file_models())


def add_media(into: archive.Writer, taken: Taken) -> None:
    """Pictures and documents of the public site."""
    digest, size, root = rows.Digest(), 0, Path(settings.MEDIA_ROOT)
    for path in sorted(each for each in root.rglob("*") if each.is_file() and not each.is_symlink()):
        name = path.relative_to(root).as_posix()
        try:
            file = path.open("rb")
        except FileNotFoundError:  # deleted by an editor meanwhile
            continue
        with file:
            tapped = Tapped(file)
            facts = os.fstat(file.fileno())
            into.stream(f"media/{name}", tapped, facts.st_size, facts.st_mtime)
        digest.add(tapped.line(name))
        size += tapped.size
    taken.media = {"number": digest.number, "bytes": size, "digest": str(digest)}


def refuse_small_disk() -> None:
    """By the files' sizes; the rows of a year take less than what is kept free for the service."""
    with scoped(ALL):
        sizes = [model._base_manager.aggregate(total=Sum("size"))["total"] or 0 for model in file_models()]
    needed = sum(sizes)
    free = shutil.disk_usage(folder.folder()).free
    if free < needed + settings.FILES_KEEP_FREE:
        raise NoRoom(f"{free // 1024**2} MB are free; the files alone are {needed // 1024**2} MB.")
