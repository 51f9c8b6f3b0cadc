"""The private file store: bytes under random keys, in folders that only this service can read.

Nothing a person typed ever becomes part of a path. A file gets its final name only once it is whole on the disk,
so a crash leaves at most a nameless beginning in `incoming`, which the sweep removes.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation

KEY = re.compile(r"[0-9a-f]{40}")
FOLDER_MODE = 0o700
FILE_MODE = 0o600
INCOMING = "incoming"
QUARANTINE = "quarantine"
PIECE = 256 * 1024


def root() -> Path:
    return Path(settings.FILES_ROOT)


def path_of(key: str) -> Path:
    if not KEY.fullmatch(key):
        raise SuspiciousFileOperation("Not a key of the file store.")
    return root() / key[:2] / key[2:4] / key


def private_folder(folder: Path) -> Path:
    """The folder, made together with those above it; nobody else on the machine may look into what we made."""
    if not folder.is_dir():
        private_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=FOLDER_MODE)
            folder.chmod(FOLDER_MODE)  # whatever the umask says
    return folder


def spool_folder() -> Path:
    """Return the folder in which unlinked uploads wait for processing."""
    return private_folder(Path(settings.FILE_UPLOAD_TEMP_DIR))


class Arrival:
    """A file on its way in: write to `file`, then `keep()` gives it its key."""

    def __init__(self, path: Path, file: BinaryIO):
        self.path = path
        self.file = file
        self.key = ""

    def keep(self) -> str:
        self.file.flush()
        os.fsync(self.file.fileno())
        key = secrets.token_hex(20)
        final = path_of(key)
        private_folder(final.parent)
        self.path.rename(final)
        _sync_folder(final.parent)
        self.key = key
        return key

    def size_and_sha256(self) -> tuple[int, str]:
        self.file.flush()
        self.file.seek(0)
        digest = hashlib.sha256()
        while piece := self.file.read(PIECE):
            digest.update(piece)
        return self.file.tell(), digest.hexdigest()


@contextmanager
def arrival() -> Iterator[Arrival]:
    """Yield an `Arrival` to write a new file to. It is deleted unless `keep()` was called."""
    path = private_folder(root() / INCOMING) / secrets.token_hex(20)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(descriptor, "w+b") as file:
        try:
            yield Arrival(path, file)
        finally:
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def has(key: str) -> bool:
    """Return whether the bytes are there and not in quarantine."""
    return path_of(key).is_file()


def open(key: str) -> BinaryIO:
    return path_of(key).open("rb")


def open_or_none(key: str) -> BinaryIO | None:
    """Return the open file; None if the bytes are missing, for example after restoring only the database."""
    try:
        return open(key)
    except FileNotFoundError:
        return None


def _quarantined(key: str) -> Path:
    return root() / QUARANTINE / path_of(key).name


def quarantine(key: str) -> None:
    """Move the bytes to quarantine. Bytes already moved or missing are no error."""
    with suppress(FileNotFoundError):
        private_folder(root() / QUARANTINE)
        path_of(key).rename(_quarantined(key))


def delete(key: str) -> None:
    """Remove the bytes, wherever they are. A file that is already gone is no error."""
    path_of(key).unlink(missing_ok=True)
    _quarantined(key).unlink(missing_ok=True)


def keys() -> Iterator[str]:
    """Yield every key outside quarantine, for the sweep and for backups."""
    for path in root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if KEY.fullmatch(path.name):
            yield path.name


def sweep_orphans(*, known_keys: set[str], older_than: datetime) -> int:
    """Delete files without a row and unfinished arrivals older than the given age. Return how many.

    The age protects a file whose row is being written at this moment.
    """
    beginnings = (root() / INCOMING).glob("*")
    orphans = (path_of(key) for key in keys() if key not in known_keys)
    held = (path for path in (root() / QUARANTINE).glob("*") if path.name not in known_keys)
    gone = 0
    for path in (*beginnings, *orphans, *held):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than.timestamp():
                path.unlink()
                gone += 1
    return gone
