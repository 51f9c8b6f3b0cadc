"""The log's anchor: a file outside the database with one line per seal, which reveals a restored old database.

    office-5 12 3456 9f86d081884c7d65...      chain, number, entries so far, hash of the seal

A seal is committed first and its line appended after. A worker killed in between leaves the seals of that one run
without lines, and the next run writes them before it seals anything. So lines may be missing for the seals of the
latest run only; `casework.audit.verifying` checks this.
"""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

WHOLE = re.compile(rb"([a-z0-9-]+) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9a-f]{64})\n")


@dataclass(frozen=True)
class Line:
    chain: str
    number: int
    total: int
    hash: str

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.total} {self.hash}\n"


def read_line(raw: bytes) -> Line | None:
    """Return the parsed line, or None if it is not a whole one."""
    found = WHOLE.fullmatch(raw)
    if not found:
        return None
    chain, number, total, digest = (part.decode("ascii") for part in found.groups())
    return Line(chain, int(number), int(total), digest)


def path() -> Path:
    return Path(settings.AUDIT_ANCHOR)


@dataclass
class Known:
    """Part of the file that this process has read: up to `size`, with the last number of each chain."""

    file: tuple[int, int] = (0, 0)
    size: int = 0
    heights: dict[str, int] = field(default_factory=dict)


_known = Known()


@contextmanager
def locked() -> Iterator[BinaryIO | None]:
    """Yield the file with an exclusive lock, or None if another process holds the lock."""
    with open(path(), "ab+", opener=lambda name, flags: os.open(name, flags, 0o640)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield file


def heights(file: BinaryIO) -> dict[str, int]:
    """Return the last number of each chain in the file. Read only what was appended since the last call."""
    global _known
    facts = os.fstat(file.fileno())
    if _known.file != (facts.st_dev, facts.st_ino) or facts.st_size < _known.size:
        _known = Known(file=(facts.st_dev, facts.st_ino))
    file.seek(_known.size)
    for raw in file:
        if line := read_line(raw):
            _known.heights[line.chain] = max(line.number, _known.heights.get(line.chain, 0))
    _known.size = facts.st_size
    return _known.heights


def append(file: BinaryIO, lines: Iterable[Line]) -> None:
    """Append the lines and sync them to disk."""
    for some in batched(lines, 1000):
        text = "".join(map(str, some)).encode()
        file.write(b"\n" + text if _torn(file) else text)
        file.flush()
        os.fsync(file.fileno())


def _torn(file: BinaryIO) -> bool:
    """Return whether the last line is incomplete, as after a loss of power."""
    if file.seek(0, os.SEEK_END) == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def set_aside() -> None:
    """Rename the anchor, so that a new one begins: the whole database was emptied on purpose."""
    if path().exists() and path().stat().st_size:
        path().rename(path().with_name(f"{path().name}-until-{timezone.now():%Y%m%dT%H%M%S%f}"))


@dataclass
class Reader:
    """Reader of the lines that the file had when it was opened.

    Seals are looked up in the order in which they were committed, so a line is usually the next one. Skipped lines are
    kept until they are looked up: none, unless there is a fault.
    """

    file: BinaryIO | None
    left: int = 0
    skipped: dict[tuple[str, int], Line] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    lines: int = 0

    def find(self, chain: str, number: int) -> Line | None:
        if line := self.skipped.pop((chain, number), None):
            return line
        for line in self._read():
            if (line.chain, line.number) == (chain, number):
                return line
            self.skipped[line.chain, line.number] = line
        return None

    def rest(self) -> list[Line]:
        """Return the lines that were never looked up."""
        for line in self._read():
            self.skipped[line.chain, line.number] = line
        return list(self.skipped.values())

    def _read(self) -> Iterator[Line]:
        torn = b""
        while self.file and self.left > 0 and (raw := self.file.readline()):
            self.left -= len(raw)
            self.lines += 1
            line = read_line(raw)
            if torn:
                # A line cut by a loss of power must be followed by the same line in full.
                if not (line and raw.startswith(torn)):
                    self.broken.append(self.lines - 1)
                torn = b""
            if line:
                yield line
            elif raw.strip():
                torn = raw.rstrip(b"\n")
        if torn:
            self.broken.append(self.lines)


@contextmanager
def reader() -> Iterator[Reader]:
    """Yield a reader. Open it before reading the database: then every line in it belongs to a committed seal."""
    if not path().exists():
        yield Reader(None)
        return
    with path().open("rb") as file:
        yield Reader(file, left=os.fstat(file.fileno()).st_size)
