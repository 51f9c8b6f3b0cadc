"""An upload handler with hard limits while files stream in, after which the form can still be shown with errors.

A file over its limit is let go at once and the rest of it only counted, so the other answers in the same form
arrive and are kept. What is over a limit reaches the form as a `NotKept`, which the field refuses in words and
which cannot be read as if it were a file.

Reading on politely must end somewhere: `Cut` ends the body at FILES_MAX_REQUEST and a megabyte more, whatever was
announced. It closes the form as the browser would have, so that what came before is whole; the server then closes
the connection on the rest. Put file inputs last in a form: only what comes after them can be lost.

The spool has no names (unlinked files under FILE_UPLOAD_TEMP_DIR): a killed process leaves nothing behind.
"""

import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from casework.files import store

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
IN_MEMORY = 256 * 1024


class NotKept(UploadedFile):
    """A file that was received but dropped, with the reason. Reading it raises an error."""

    def __init__(self, name: str, size: int, reason: str):
        super().__init__(file=None, name=name, size=size)
        self.too_large = reason == "too_large"
        self.too_many = reason == "too_many"
        self.too_much = reason == "too_much"
        self.not_now = reason == "not_now"

    def _stop(self, *args: Any, **kwargs: Any) -> Any:
        raise RequestDataTooBig("This file was over a limit and was not kept.")

    read = chunks = multiple_chunks = open = seek = readline = readlines = __iter__ = _stop

    def close(self) -> None:
        """Nothing is open."""


class Cut:
    """The body of a request, ended at a limit with the words that close a form."""

    def __init__(self, stream: Any, limit: int, boundary: bytes):
        self.stream = stream
        self.left = limit
        self.ending = b"\r\n--" + boundary + b"--\r\n"
        self.was_cut = False

    def read(self, size: int = PIECE) -> bytes:
        return self._take(self.stream.read, size)

    def readline(self, size: int = PIECE) -> bytes:
        """Return a line or the beginning of one, so that input without line ends cannot fill the memory."""
        return self._take(self.stream.readline, size)

    def _take(self, reader: Callable[[int], bytes], size: int | None) -> bytes:
        most = PIECE if size is None or size < 0 else size
        if self.left <= 0:
            return self._end(most)
        piece = reader(min(most, self.left))
        self.left -= len(piece)
        return piece

    def _end(self, most: int) -> bytes:
        if not self.was_cut and not self.stream.read(1):
            return b""  # it ended by itself, just here
        self.was_cut = True
        piece, self.ending = self.ending[:most], self.ending[most:]
        return piece


class LimitedUploads(FileUploadHandler):
    """The only upload handler: keeps files within the limits and drops those beyond them."""

    def __init__(self, request: Any = None):
        super().__init__(request)
        self.body: Cut | None = None
        self.number = 0
        self.received = 0
        self.spool: BinaryIO | None = None
        self.reason = ""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        """Wrap the body in the limit before the parser reads from it; Django has no public hook for that."""
        if self.request is not None and input_data is self.request:
            self.body = Cut(self.request._stream, settings.FILES_MAX_REQUEST + MEGABYTE, boundary)
            self.request._stream = self.body

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._let_go()
        self.number += 1
        self.reason = "too_many" if self.number > settings.FILES_MAX_NUMBER else ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if not self.reason:
            self.reason = self._over_limit(start + len(raw_data)) or self._write(raw_data)
        if self.reason:
            self._let_go()

    def _over_limit(self, size: int) -> str:
        if size > settings.FILES_MAX_SIZE:
            return "too_large"
        return "too_much" if self.received > settings.FILES_MAX_REQUEST else ""

    def _write(self, piece: bytes) -> str:
        try:
            if self.spool is None:
                self.spool = _new_spool()
            self.spool.write(piece)
        except OSError:  # a full disk is no fault of the person sending
            return "not_now"
        return ""

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.body is not None and self.body.was_cut and not self.reason:
            self.reason = "too_much"
        if self.reason:
            self._let_go()
            return NotKept(self.file_name, file_size, self.reason)
        spool, self.spool = self.spool or _new_spool(), None
        spool.seek(0)
        return UploadedFile(
            file=spool,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        self._let_go()

    def _let_go(self) -> None:
        if self.spool is not None:
            self.spool.close()
            self.spool = None


def _new_spool() -> Any:
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(store.spool_folder()))
