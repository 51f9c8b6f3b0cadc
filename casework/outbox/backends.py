"""Three mailers: to the outbox, to files, to a mail server."""

import hashlib
import os
import re
import smtplib
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction

from .faults import OutcomeUnknown, PartlyRefused
from .services import enqueue

START_MAIL_INPUT = 354
HAND_OVER_SECONDS = 120  # for a whole message: a server that sends a byte now and then never times out


class OutboxBackend(BaseEmailBackend):
    """Mailer that queues every message in the outbox, in the caller's transaction.

    A message may carry `office`, `purpose` and `secret` as attributes. One without comes from allauth or
    Wagtail and counts as secret: it may contain a code or a link, so its text is deleted once sent.
    """

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            enqueue(
                message=message,
                office=getattr(message, "office", None),
                purpose=getattr(message, "purpose", "account"),
                secret=getattr(message, "secret", True),
            )
        return len(email_messages)


class EmlBackend(BaseEmailBackend):
    """Mailer that writes each message to a file. Names sort by time; sending twice replaces the file."""

    def __init__(self, *, path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(path)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, raw: bytes) -> None:
        final = self.folder / file_name(BytesHeaderParser().parsebytes(raw)["Message-ID"])
        # Written under a hidden name that the next attempt overwrites if this one is killed.
        partial = self.folder / f".{final.name}.part"
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(final)


def file_name(message_id: str) -> str:
    """Return the file name: the time in the Message-ID, so that files sort by it, and a hash of the whole ID."""
    readable = re.sub(r"[^0-9A-Za-z.]", "", message_id.partition("@")[0])[:24].strip(".")
    return f"{readable}-{hashlib.sha256(message_id.encode()).hexdigest()[:16]}.eml"


class _TrackingSMTP(smtplib.SMTP):
    """SMTP connection that records whether losing it now would leave the outcome unknown."""

    in_doubt = False

    def __init__(self, *args: Any, opened: Callable[[smtplib.SMTP], None], **kwargs: Any) -> None:
        opened(self)
        super().__init__(*args, **kwargs)

    def getreply(self) -> tuple[int, bytes]:
        code, reply = super().getreply()
        # Unknown from "354 start mail input" until a final answer; -1, an unreadable answer, does not settle it.
        self.in_doubt = code == START_MAIL_INPUT or (self.in_doubt and code < 200)
        return code, reply

    def sendmail(self, *args: Any, **kwargs: Any) -> dict:
        refused = super().sendmail(*args, **kwargs)
        if refused:
            raise PartlyRefused(refused)
        return refused


class _TrackingSMTPTLS(_TrackingSMTP, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's SMTP mailer, which also tells a refusal from an unknown outcome.

    The connection stays open between messages until `close()` or an error.
    """

    connection: smtplib.SMTP | None
    _partial_connection: smtplib.SMTP | None
    _opened: smtplib.SMTP | None = None
    most_seconds: float = HAND_OVER_SECONDS

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:
        return partial(_TrackingSMTPTLS if self.use_ssl else _TrackingSMTP, opened=self._note_opened)

    def _note_opened(self, connection: smtplib.SMTP) -> None:
        self._opened = connection

    def open(self) -> bool | None:
        with self._time_limit():
            return super().open()

    def close(self) -> None:
        with self._time_limit():
            super().close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            self.open()
            with self._time_limit():
                return super().send_messages(email_messages)
        except OSError as error:
            in_doubt = getattr(self.connection, "in_doubt", False)
            self._drop_connection()
            if in_doubt:
                raise OutcomeUnknown from error
            raise

    @contextmanager
    def _time_limit(self) -> Iterator[None]:
        """Break the connection after `most_seconds`. What waits for the server then fails as if it had hung up."""
        timer = Timer(self.most_seconds, self._break_connection)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _break_connection(self) -> None:
        line = getattr(self._opened, "sock", None)
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _drop_connection(self) -> None:
        """Close without QUIT, whose answer never comes on a broken connection."""
        for connection in (self.connection, self._partial_connection):
            if connection is not None:
                connection.close()
        self.connection = self._partial_connection = None
