"""Intake of files: recognised by content, cleaned in a separate process, stored under a key."""

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

from . import clamd, refusals, store
from .cleaning.verdict import Verdict
from .kinds import EICAR, LOOKED_AT, PICTURES, Kind, Look, look_of, old_office_look
from .names import clean_name, ending_of, name_as
from .plain_text import ENDINGS, UnknownLetters, decoded, is_mail, is_words
from .refusals import Refused

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 20
MAIL_ENDING = ".eml"
PIECE = 256 * 1024
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # a program or a picture, and no text in any encoding
# Few at a time: a hundred people sending photos at once wait a moment instead of filling the machine's memory.
_turns = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class TakenIn:
    """A file in the store, with the fields of a `StoredFile`. `checked_at` is set if these bytes were scanned."""

    key: str
    name: str
    content_type: str
    size: int
    sha256: str
    checked_at: datetime | None = None
    quarantined_at: datetime | None = None


def take_in(upload: UploadedFile) -> TakenIn:
    """Clean and store the file, or raise `Refused` with a message that says what to do.

    The store has the bytes as soon as this returns. If the row for them is never committed, the sweep removes them.
    """
    refuse_unread(upload)
    name = clean_name(upload.name or "")
    try:
        _leave_room_on_disk()
        with _copy_of(upload, name) as original, store.arrival() as arrival:
            kind = _kind_of(_clean(original, arrival.file, name))
            size, sha256 = arrival.size_and_sha256()
            key = arrival.keep()
    except OSError as error:
        raise Refused(refusals.not_now(name)) from error
    return TakenIn(key, name_as(kind, name), kind.value.content_type, size, sha256)


def refuse_unread(upload: UploadedFile) -> None:
    """Raise `Refused` for uploads the handler dropped, and for those whose declared size is zero or too large."""
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
    """Return a copy of the upload as an unlinked file. Its size is counted, because the declared one is not trusted."""
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


@dataclass(frozen=True)
class CleanCopy:
    """A cleaned file that is not stored yet. `untagged` marks a PDF without tags for screen readers."""

    content: BinaryIO
    name: str
    content_type: str
    untagged: bool


@contextmanager
def cleaned_for_publishing(upload: UploadedFile) -> Iterator[CleanCopy]:
    """Clean a file for the public site and ask the scanner at once, or raise `Refused`."""
    refuse_unread(upload)
    name = clean_name(upload.name or "")
    try:
        with _copy_of(upload, name) as original, tempfile.TemporaryFile(dir=store.spool_folder()) as copy:
            verdict = _clean(original, copy, name, pdf="published-pdf")
            _refuse_virus(copy, name)
            copy.seek(0)
            kind = _kind_of(verdict)
            untagged = verdict == Verdict.PDF_WITHOUT_TAGS
            yield CleanCopy(copy, name_as(kind, name), kind.value.content_type, untagged)
    except OSError as error:
        raise Refused(refusals.not_now(name)) from error


def _refuse_virus(copy: BinaryIO, name: str) -> None:
    """Scan the file if a scanner is configured. Raise `Refused` for a virus or a missing verdict."""
    if not settings.CLAMD_URL:
        return
    copy.seek(0)
    try:
        virus = clamd.find_virus(copy)
    except (clamd.Silent, clamd.NoVerdict) as error:
        raise Refused(refusals.not_scanned(name)) from error
    if virus:
        raise Refused(refusals.for_verdict(Verdict.VIRUS, name))


def _kind_of(verdict: Verdict | None) -> Kind:
    """Return the kind of a cleaned file; plain text has no cleaner and therefore no verdict."""
    if verdict is None:
        return Kind.TEXT
    return Kind.PDF if verdict == Verdict.PDF_WITHOUT_TAGS else Kind[verdict.name]


def _clean(original: IO[bytes], clean: BinaryIO, name: str, *, pdf: str = "pdf") -> Verdict | None:
    """Write the clean copy and return its kind; None for text."""
    look = look_of(original.read(LOOKED_AT))
    original.seek(0)
    if look in PICTURES:
        return run_cleaner("picture", original, clean, name)
    if look is Look.PDF:
        return run_cleaner(pdf, original, clean, name)
    if look is Look.ZIP:
        return run_cleaner("office", original, clean, name)
    if look is Look.OLD_OFFICE:
        look = old_office_look(original.read())
    if look is not Look.OTHER:
        raise Refused(refusals.for_look(look, name))
    clean.write(_plain_text(original.read(), name))
    return None


def run_cleaner(cleaner: str, original: IO[bytes], clean: IO[bytes], name: str) -> Verdict:
    """Run the cleaning process without environment (no secrets) and with a timeout, or raise `Refused`.

    Only its exit status is trusted.
    """
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
    if verdict >= Verdict.BROKEN:  # the first of the reasons against a file
        raise Refused(refusals.for_verdict(verdict, name))
    return verdict


def _plain_text(content: bytes, name: str) -> bytes:
    """Words only, in UTF-8. Text has no mark of its own: a page, a mail or a program by content or name is refused."""
    if EICAR in content:
        raise Refused(refusals.for_verdict(Verdict.VIRUS, name))
    if is_mail(content) or ending_of(name).lower() == MAIL_ENDING:
        raise Refused(refusals.for_look(Look.MAIL, name))
    if b"<svg" in content[:LOOKED_AT]:
        raise Refused(refusals.for_look(Look.OTHER_PICTURE, name))
    if ending_of(name).lower() not in ENDINGS:
        raise Refused(refusals.for_look(Look.OTHER, name))
    try:
        text = decoded(content)
    except UnknownLetters:
        look = Look.OTHER if CONTROL_BYTES.search(content) else Look.UNKNOWN_LETTERS
        raise Refused(refusals.for_look(look, name)) from None
    if not is_words(text):
        raise Refused(refusals.for_look(Look.OTHER, name))
    clean = text.encode()
    if EICAR in clean:
        raise Refused(refusals.for_verdict(Verdict.VIRUS, name))
    return clean
