"""The folder of back-ups: their names, ages and deletion."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"casework-(\d{8}T\d{6}Z)\.backup")
PARTIAL = ".part"
MOST_DAYS = 35  # a back-up still holds data erased since, so none may be older


class Busy(Exception):
    """Another back-up is being created."""


def folder() -> Path:
    return Path(settings.BACKUP_DIR)


def name_at(moment: datetime) -> str:
    return f"casework-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def made_at(path: Path) -> datetime | None:
    """Return the time in the name of a back-up, or None if it is not such a name."""
    found = NAME.fullmatch(path.name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def every() -> list[Path]:
    """Return the complete back-ups, oldest first."""
    with suppress(FileNotFoundError):
        return sorted(path for path in folder().iterdir() if NAME.fullmatch(path.name))
    return []


def newest_age() -> timedelta | None:
    """Return the age of the newest back-up, or None."""
    return _age(every()[-1:])


def oldest_age() -> timedelta | None:
    return _age(every()[:1])


def _age(some: list[Path]) -> timedelta | None:
    moments = [moment for path in some if (moment := made_at(path))]
    return max(timezone.now() - moments[0], timedelta()) if moments else None


def prune(keep: int) -> list[str]:
    """Delete back-ups beyond the newest `keep`, and those older than MOST_DAYS. Return their names."""
    found = every()
    bound = timezone.now() - timedelta(days=MOST_DAYS)
    old = [path for path in found if (moment := made_at(path)) and moment < bound]
    gone = sorted({*old, *found[: max(len(found) - keep, 0)]})
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]


@contextmanager
def exclusive() -> Iterator[None]:
    """Hold the lock for creating back-ups, and delete incomplete files of killed runs. Raise Busy."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder() / ".lock", "w", opener=_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        for path in folder().glob(f"*{PARTIAL}"):
            path.unlink()
        yield


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that gets its final name only once it is completely on disk."""
    partial = path.with_name(path.name + PARTIAL)
    try:
        with open(partial, "wb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
