"""Creating a back-up while the service runs: a snapshot of the database, then the files that it names."""

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
from casework.audit.verifying import snapshot
from casework.files import store
from casework.files.models import file_models
from casework.wall.scope import ALL, scoped

from . import archive, folder, rows

Tell = Callable[[str], None]


class NotEnoughSpace(Exception):
    """The disk has too little space for the back-up and the service's reserve."""


class HashingReader:
    """Reader that counts and hashes the bytes that pass through it."""

    def __init__(self, source: BinaryIO):
        self.source = source
        self.hash = sha256()
        self.size = 0

    def read(self, size: int = archive.CHUNK) -> bytes:
        piece = self.source.read(size)
        self.hash.update(piece)
        self.size += len(piece)
        return piece

    def line(self, name: str) -> bytes:
        return f"{name} {self.size} {self.hash.hexdigest()}".encode()


@dataclass
class BackupContent:
    """Content of a back-up. `missing` and `damaged` are keys of files that a row names."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    media: dict[str, Any] = field(default_factory=dict)
    anchor: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def create(*, tell: Tell = lambda words: None) -> tuple[Path, BackupContent]:
    """Create a back-up and delete old ones. Raise `folder.Busy`, NotEnoughSpace, OSError or ValueError if it fails."""
    recipients = archive.public_keys(settings.BACKUP_KEY)
    if not recipients:
        raise ValueError("BACKUP_KEY is not set.")
    with folder.exclusive():
        refuse_small_disk()
        now = timezone.now()
        path = folder.folder() / folder.name_at(now)
        with folder.atomic_file(path) as file, archive.writing(file, recipients) as into:
            content = fill(into, now, tell)
        for name in folder.prune(settings.BACKUP_KEEP):
            tell(f"forgotten: {name}")
    return path, content


def fill(into: archive.Writer, now: datetime, tell: Tell) -> BackupContent:
    content = BackupContent()
    # The anchor first: then every seal in it is also in the snapshot of the database that follows.
    content.anchor = add_anchor(into)
    with snapshot():
        tables = rows.tables(apps)
        if unknown := rows.unknown_kinds(tables):
            raise ValueError(f"A back-up cannot carry columns of the kind {', '.join(sorted(unknown))}.")
        into.json(archive.ABOUT, about(now, tables))
        for table in tables:
            content.tables[table.label] = add_rows(into, table)
        files = named_files()
    tell(f"rows: {content.rows} in {len(tables)} tables")
    add_files(into, files, content)
    tell(f"files: {content.files['number']}, {content.files['bytes']} bytes")
    add_media(into, content)
    into.json(archive.MANIFEST, asdict(content))
    return content


def about(now: datetime, tables: list[rows.Table]) -> dict[str, Any]:
    return {
        "format": archive.FORMAT,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "columns": {table.label: table.columns for table in tables},
        "keys": key_marks(),
    }


def key_marks() -> list[str]:
    """Return short keyed hashes of all keys, by which a restore detects that it has other keys."""
    every = [*settings.FIELD_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("casework.backup", "mark", secret=key, algorithm="sha256").hexdigest()[:16]
        for key in every
    ]


def add_anchor(into: archive.Writer) -> dict[str, Any]:
    content = b""
    with suppress(FileNotFoundError), anchor.path().open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        reader = HashingReader(file)
        into.stream(archive.ANCHOR, reader, size)
        return {"bytes": size, "sha256": reader.hash.hexdigest()}
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


def named_files() -> list[tuple[str, str]]:
    """Return (key, sha256) of every file that a row names."""
    found = {pair for model in file_models() for pair in model._base_manager.values_list("key", "sha256")}
    return sorted(found)


def add_files(into: archive.Writer, named: list[tuple[str, str]], content: BackupContent) -> None:
    """Add every file. One that was deleted with its row since the snapshot is not missing."""
    digest, size = rows.Digest(), 0
    for key, expected in named:
        file = store.open_or_none(key)
        if file is None:
            if is_named(key):
                content.missing.append(key)
            continue
        with file:
            reader = HashingReader(file)
            facts = os.fstat(file.fileno())
            into.stream(f"files/{key}", reader, facts.st_size, facts.st_mtime)
        if reader.hash.hexdigest() != expected:
            content.damaged.append(key)
        digest.add(reader.line(key))
        size += reader.size
    content.files = {"number": digest.number, "bytes": size, "digest": str(digest)}


def is_named(key: str) -> bool:
    with scoped(ALL):
        return any(model._base_manager.filter(key=key).exists() for model in file_models())


def add_media(into: archive.Writer, content: BackupContent) -> None:
    """Add images and documents of the public site."""
    digest, size, root = rows.Digest(), 0, Path(settings.MEDIA_ROOT)
    for path in sorted(each for each in root.rglob("*") if each.is_file() and not each.is_symlink()):
        name = path.relative_to(root).as_posix()
        try:
            file = path.open("rb")
        except FileNotFoundError:  # deleted by an editor since the listing
            continue
        with file:
            reader = HashingReader(file)
            facts = os.fstat(file.fileno())
            into.stream(f"media/{name}", reader, facts.st_size, facts.st_mtime)
        digest.add(reader.line(name))
        size += reader.size
    content.media = {"number": digest.number, "bytes": size, "digest": str(digest)}


def refuse_small_disk() -> None:
    """Raise NotEnoughSpace if the files do not fit. Rows create less than the space reserved for the service."""
    with scoped(ALL):
        sizes = [model._base_manager.aggregate(total=Sum("size"))["total"] or 0 for model in file_models()]
    needed = sum(sizes)
    free = shutil.disk_usage(folder.folder()).free
    if free < needed + settings.FILES_KEEP_FREE:
        raise NotEnoughSpace(f"{free // 1024**2} MB are free; the files alone are {needed // 1024**2} MB.")
