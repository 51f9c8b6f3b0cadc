"""Where back-ups lie, how old they are, and which have had their time."""

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
UNFINISHED = ".part"
MOST_DAYS = 35  # what was erased since still stands in a back-up, so none is older than this


class Busy(Exception):
    """Another back-up is being made."""


def folder() -> Path:
    return Path(settings.BACKUP_DIR)


def name_at(moment: datetime) -> str:
    return f"casework-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def made_at(path: Path) -> datetime | None:
    """When a back-up was begun, by its name; None if this is not the name of one."""
    found = NAME.fullmatch(path.name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def every() -> list[Path]:
    """Whole back-ups, oldest first."""
    with suppress(FileNotFoundError):
        return sorted(path for path in folder().iterdir() if NAME.fullmatch(path.name))
    return []


def newest_age() -> timedelta | None:
    """How old the newest back-up is; None if there is none."""
    return _age(every()[-1:])


def oldest_age() -> timedelta | None:
    return _age(every()[:1])


def _age(some: list[Path]) -> timedelta | None:
    moments = [moment for path in some if (moment := made_at(path))]
    return max(timezone.now() - moments[0], timedelta()) if moments else None


def prune(keep: int) -> list[str]:
    """Delete back-ups beyond the newest `keep`, and those older than MOST_DAYS. The names of those that went."""
    found = every()
    bound = timezone.now() - timedelta(days=MOST_DAYS)
    old = [path for path in found if (moment := made_at(path)) and moment < bound]
    gone = sorted({*old, *found[: max(len(found) - keep, 0)]})
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]


@contextmanager
def alone() -> Iterator[None]:
    """One back-up at a time. What a killed one left unfinished goes first."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder() / ".lock", "w", opener=_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        for path in folder().glob(f"*{UNFINISHED}"):
            path.unlink()
        yield


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    """A file that has its name only once all of it is on the disk."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with open(unfinished, "wb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
