"""The file of a back-up: a tar archive, encrypted while it is written. Nothing of it is ever on the disk in clear.

    about.json                       when, by which database, which migrations, the columns of each table
    anchor                           a copy of the audit log's anchor
    rows/<app.Model>/000001.jsonl.gz some thousand rows (see `rows`)
    files/<key>, media/<path>        bytes as they are
    manifest.json                    how much of each there must be, and digests

The encryption is the age format (https://age-encryption.org/v1): to one or more public keys, so whoever breaks into
the server cannot read old back-ups, and `age --decrypt` opens one without this program. Each part of it is
authenticated, also its end: what was cut or changed is refused.
"""

import gzip
import io
import json
import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from pyrage import x25519

FORMAT = 1
PIECE = 256 * 1024
ROWS_TOGETHER = 4 * 1024 * 1024  # bytes
ABOUT, ANCHOR, MANIFEST = "about.json", "anchor", "manifest.json"


class Broken(Exception):
    """This is no whole back-up of ours, or the key does not open it."""


def new_key() -> tuple[str, str]:
    """(public, secret): the first encrypts, the second alone opens."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_keys(names: list[str]) -> list[x25519.Recipient]:
    """Raises ValueError for what is no public key."""
    try:
        return [x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError as error:
        raise ValueError("This is no public key of age: it must begin with age1.") from error


def secret_keys(path: Path) -> list[x25519.Identity]:
    """The keys in a file as age writes it: a line a key, other lines begin with #. Raises ValueError."""
    lines = (line.strip() for line in path.read_text().splitlines())
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise ValueError("This file holds a line that is no secret key of age.") from error
    if not found:
        raise ValueError("This file holds no secret key of age.")
    return found


class _Beside(threading.Thread):
    """A step of the pipe, in a thread. What it raised is raised again by `end()`."""

    def __init__(self, step, *arguments):
        super().__init__(daemon=True)
        self.step, self.arguments, self.error = step, arguments, None
        self.start()

    def run(self):
        try:
            self.step(*self.arguments)
        except Exception as error:
            self.error = error

    def end(self):
        self.join()
        if self.error is not None:
            raise self.error


class Writer:
    """Adds members to an archive that is being written."""

    def __init__(self, tar: tarfile.TarFile):
        self.tar = tar

    def bytes(self, name: str, content: bytes) -> None:
        self.stream(name, io.BytesIO(content), len(content))

    def json(self, name: str, content: Any) -> None:
        self.bytes(name, json.dumps(content, indent=1, sort_keys=True).encode())

    def stream(self, name: str, source: Any, size: int, mtime: float = 0) -> None:
        """Exactly `size` bytes of `source`; OSError if it has fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(mtime)
        self.tar.addfile(info, source)

    def rows(self, label: str, lines: Iterator[bytes]) -> None:
        """In members of bounded size, so that bounded memory is enough on both ways."""
        together, size, number = [], 0, 0
        for line in lines:
            together.append(line)
            size += len(line)
            if size >= ROWS_TOGETHER:
                number += 1
                self._some_rows(label, number, together)
                together, size = [], 0
        if together:
            self._some_rows(label, number + 1, together)

    def _some_rows(self, label: str, number: int, lines: list[bytes]) -> None:
        self.bytes(f"rows/{label}/{number:06}.jsonl.gz", gzip.compress(b"".join(lines), 5, mtime=0))


@contextmanager
def writing(file: BinaryIO, recipients: list[x25519.Recipient]) -> Iterator[Writer]:
    """An archive that goes, encrypted, into `file`."""
    outlet, inlet = os.pipe()

    def encrypt():
        with os.fdopen(outlet, "rb", PIECE) as source:
            pyrage.encrypt_io(source, file, recipients)

    beside = _Beside(encrypt)
    try:
        with os.fdopen(inlet, "wb", PIECE) as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
            yield Writer(tar)
    except BrokenPipeError:
        beside.end()  # says why nobody reads any more, such as a full disk
        raise
    beside.end()


@contextmanager
def reading(
    path: Path, identities: list[x25519.Identity]
) -> Iterator[Iterator[tuple[str, int, float, BinaryIO]]]:
    """The members in their order: (name, size, time, bytes to read). Raises Broken.

    What was read is only sure to be whole once the end was reached without an error.
    """
    outlet, inlet = os.pipe()

    def decrypt():
        with path.open("rb") as source, os.fdopen(inlet, "wb", PIECE) as sink:
            pyrage.decrypt_io(source, sink, identities)

    beside = _Beside(decrypt)
    with os.fdopen(outlet, "rb", PIECE) as source:
        try:
            yield _members(source)
        except (tarfile.TarError, EOFError):
            _rest(source)
            _end(beside)
            raise Broken("This is no archive of ours.") from None
        _rest(source)
    _end(beside)


def _members(source: BinaryIO) -> Iterator[tuple[str, int, float, BinaryIO]]:
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if content is None:
                raise Broken(f"{info.name} is no file.")
            yield info.name, info.size, info.mtime, content


def _rest(source: BinaryIO) -> None:
    while source.read(PIECE):
        """Read to the end: only there the encryption says that nothing was cut off."""


def _end(beside: _Beside) -> None:
    try:
        beside.end()
    except pyrage.DecryptError as error:
        raise Broken("None of the keys opens this file.") from error
    except (BrokenPipeError, ValueError) as error:
        raise Broken("Reading was given up.") from error
    except OSError as error:
        raise Broken("The file was cut or changed, or cannot be read.") from error
