"""The format of a back-up: a tar archive that is encrypted while it is written, so no plain text reaches the disk.

    about.json                       time, database, migrations, the columns of each table
    anchor                           a copy of the audit log's anchor
    rows/<app.Model>/000001.jsonl.gz some thousand rows (see `rows`)
    files/<key>, media/<path>        the bytes, unchanged
    manifest.json                    the number and digest of everything

Encryption uses the age format (https://age-encryption.org/v1) with one or more public keys: an intruder on the server
cannot read old back-ups, and `age --decrypt` opens one without this program. Every chunk and the end are
authenticated, so a truncated or changed file is refused.
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
CHUNK = 256 * 1024
ROWS_TOGETHER = 4 * 1024 * 1024  # bytes
ABOUT, ANCHOR, MANIFEST = "about.json", "anchor", "manifest.json"


class Broken(Exception):
    """The file is not a complete back-up of this program, or the key does not open it."""


def new_key() -> tuple[str, str]:
    """Return (public, secret): the public key encrypts, only the secret key decrypts."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_keys(names: list[str]) -> list[x25519.Recipient]:
    """Return the parsed public keys. Raise ValueError for an invalid one."""
    try:
        return [x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError as error:
        raise ValueError("This is no public key of age: it must begin with age1.") from error


def secret_keys(path: Path) -> list[x25519.Identity]:
    """Return the keys in an age key file: one per line, comments begin with #. Raise ValueError."""
    lines = (line.strip() for line in path.read_text().splitlines())
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise ValueError("This file holds a line that is no secret key of age.") from error
    if not found:
        raise ValueError("This file holds no secret key of age.")
    return found


class _PipeThread(threading.Thread):
    """One step of the pipe, in a thread. `end()` waits for it and raises its error again."""

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
    """Writer of members into an open archive."""

    def __init__(self, tar: tarfile.TarFile):
        self.tar = tar

    def bytes(self, name: str, content: bytes) -> None:
        self.stream(name, io.BytesIO(content), len(content))

    def json(self, name: str, content: Any) -> None:
        self.bytes(name, json.dumps(content, indent=1, sort_keys=True).encode())

    def stream(self, name: str, source: Any, size: int, mtime: float = 0) -> None:
        """Add exactly `size` bytes of `source`. Raise OSError if it has fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(mtime)
        self.tar.addfile(info, source)

    def rows(self, label: str, lines: Iterator[bytes]) -> None:
        """Add the lines in members of bounded size, so that writing and reading need bounded memory."""
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
    """Yield a writer whose archive is encrypted into `file`."""
    outlet, inlet = os.pipe()

    def encrypt():
        with os.fdopen(outlet, "rb", CHUNK) as source:
            pyrage.encrypt_io(source, file, recipients)

    thread = _PipeThread(encrypt)
    try:
        with os.fdopen(inlet, "wb", CHUNK) as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
            yield Writer(tar)
    except BrokenPipeError:
        thread.end()  # raises the reason, such as a full disk
        raise
    thread.end()


@contextmanager
def reading(
    path: Path, identities: list[x25519.Identity]
) -> Iterator[Iterator[tuple[str, int, float, BinaryIO]]]:
    """Yield an iterator over the members: (name, size, time, stream). Raise Broken.

    The content is only authenticated once the end was reached without an error.
    """
    outlet, inlet = os.pipe()

    def decrypt():
        with path.open("rb") as source, os.fdopen(inlet, "wb", CHUNK) as sink:
            pyrage.decrypt_io(source, sink, identities)

    thread = _PipeThread(decrypt)
    with os.fdopen(outlet, "rb", CHUNK) as source:
        try:
            yield _members(source)
        except (tarfile.TarError, EOFError):
            _read_to_end(source)
            _end(thread)
            raise Broken("This is no archive of ours.") from None
        _read_to_end(source)
    _end(thread)


def _members(source: BinaryIO) -> Iterator[tuple[str, int, float, BinaryIO]]:
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if content is None:
                raise Broken(f"{info.name} is no file.")
            yield info.name, info.size, info.mtime, content


def _read_to_end(source: BinaryIO) -> None:
    while source.read(CHUNK):
        """Read to the end, where truncation is detected."""


def _end(thread: _PipeThread) -> None:
    try:
        thread.end()
    except pyrage.DecryptError as error:
        raise Broken("None of the keys opens this file.") from error
    except (BrokenPipeError, ValueError) as error:
        raise Broken("Reading was given up.") from error
    except OSError as error:
        raise Broken("The file was cut or changed, or cannot be read.") from error
