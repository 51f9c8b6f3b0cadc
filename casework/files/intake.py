"""Taking a file in: told by its content, cleaned in a process of its own, kept under a key."""

import codecs
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from . import refusals, store
from .cleaning.verdict import Verdict
from .kinds import EICAR, MARKUP, PICTURES, Kind, Look, look_of
from .names import clean_name, ending_of, name_as
from .refusals import Refused

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 20
PIECE = 256 * 1024
TEXT_ENDINGS = {"", ".txt", ".text", ".md", ".log", ".csv"}
MAIL_HEADERS = re.compile(
    rb"^(received|return-path|mime-version|message-id|delivered-to|x-[\w-]+):", re.IGNORECASE | re.M
)
# Few at a time: a hundred people sending photos at once wait a moment instead of filling the machine's memory.
_turns = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class TakenIn:
    """A file that is safely in the store; the fields a `StoredFile` needs. `checked_at` if these bytes were scanned."""

    key: str
    name: str
    content_type: str
    size: int
    sha256: str
    checked_at: datetime | None = None
    quarantined_at: datetime | None = None


def take_in(upload: UploadedFile) -> TakenIn:
    """Clean the file and keep it, or raise `Refused` with a sentence that tells the person what to do.

    The store has the bytes as soon as this returns. If the row for them is never committed, the sweep removes them.
    """
    refuse_unread(upload)
    name = clean_name(upload.name or "")
    try:
        _leave_room_on_disk()
        with _copy_of(upload, name) as original, store.arrival() as arrival:
            kind = _clean(original, arrival.file, name)
            size, sha256 = arrival.size_and_sha256()
            key = arrival.keep()
    except OSError as error:
        raise Refused(refusals.not_now(name)) from error
    return TakenIn(key, name_as(kind, name), kind.value.content_type, size, sha256)


def refuse_unread(upload: UploadedFile) -> None:
    """Refuse what the upload handler did not keep, and what is too large or empty by its own word."""
    name = clean_name(upload.name or "")
    if getattr(upload, "too_many", False):
        raise Refused(refusals.too_many(settings.FILES_MAX_NUMBER))
    if getattr(upload, "too_much", False):
        raise Refused(refusals.too_much_at_once(settings.FILES_MAX_REQUEST))
    if getattr(upload, "not_now", False):
        raise Refused(refusals.not_now(name))
    if getattr(upload, "too_large", False) or (upload.size or 0) > settings.FILES_MAX_SIZE:
        raise Refused(refusals.too_large(name, settings.FILES_MAX_SIZE))
    if not upload.size:
        raise Refused(refusals.empty(name))


def _leave_room_on_disk() -> None:
    folder = store.private_folder(store.root())
    if shutil.disk_usage(folder).free < settings.FILES_KEEP_FREE:
        raise OSError("The disk of the file store is nearly full.")


@contextmanager
def _copy_of(upload: UploadedFile, name: str) -> Iterator[IO[bytes]]:
    """The upload as a real file without a name, counted again: what a browser says about size is only its word."""
    # Without a buffer: the cleaning process reads from where the descriptor stands.
    with tempfile.TemporaryFile(dir=store.spool_folder(), buffering=0) as copy:
        for piece in upload.chunks(PIECE):
            if copy.write(piece) != len(piece):
                raise OSError("The disk of the spool is full.")
            if copy.tell() > settings.FILES_MAX_SIZE:
                raise Refused(refusals.too_large(name, settings.FILES_MAX_SIZE))
        if not copy.tell():
            raise Refused(refusals.empty(name))
        copy.seek(0)
        yield copy


def _clean(original: IO[bytes], clean: BinaryIO, name: str) -> Kind:
    """Write the clean copy and say what it is."""
    look = look_of(original.read(16))
    original.seek(0)
    if look in PICTURES:
        return _cleaned_apart("picture", original, clean, name)
    if look is Look.PDF:
        return _cleaned_apart("pdf", original, clean, name)
    if look is Look.ZIP:
        return _cleaned_apart("office", original, clean, name)
    if look in {Look.OLD_OFFICE, Look.FILM}:
        raise Refused(refusals.for_look(look, name))
    clean.write(_plain_text(original.read(), name))
    return Kind.TEXT


def _cleaned_apart(cleaner: str, original: IO[bytes], clean: BinaryIO, name: str) -> Kind:
    """Run the cleaning process: no environment, so no secret; little time; and only its exit status is believed."""
    with _turns:
        try:
            done = subprocess.run(  # noqa: S603  the words are ours, the file is only its input
                [sys.executable, "-B", "-s", "-m", "casework.files.cleaning", cleaner],
                stdin=original,
                stdout=clean,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env={},
                timeout=LONGEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(refusals.for_verdict(Verdict.TOO_PACKED, name)) from None
    try:
        verdict = Verdict(done.returncode)
    except ValueError:  # it was stopped: too long, too large, or the file broke it
        verdict = Verdict.TOO_PACKED if done.returncode < 0 else Verdict.BROKEN
    if verdict.name not in Kind.__members__:
        raise Refused(refusals.for_verdict(verdict, name))
    return Kind[verdict.name]


def _plain_text(content: bytes, name: str) -> bytes:
    """Words only. Text has no mark of its own, so what is a page, a mail or a program by content or name is refused."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if EICAR in content:
        raise Refused(refusals.for_verdict(Verdict.VIRUS, name))
    if ending_of(name).lower() not in TEXT_ENDINGS or not _is_words(content):
        raise Refused(refusals.for_look(Look.OTHER, name))
    return content


def _is_words(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text) or "\x7f" in text:
        return False
    start = content.lstrip()[:4000]
    is_mail = len({found.lower() for found in MAIL_HEADERS.findall(start)}) > 1
    return not (MARKUP.search(content) or start.startswith((b"#!", b"<?xml", b"{\\rtf", b"%!PS")) or is_mail)
