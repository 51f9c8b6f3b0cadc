"""Three mailers: into the outbox, out to files, out to a mail server."""

import hashlib
import os
import re
import smtplib
from collections.abc import Sequence
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction

from .faults import OutcomeUnknown, PartlyRefused
from .services import promise

ASKED_FOR_THE_TEXT = 354


class OutboxBackend(BaseEmailBackend):
    """Puts every message into the outbox, in the caller's transaction.

    A message may carry `office`, `purpose` and `secret` as attributes. One that does not is
    allauth's or Wagtail's and taken to be secret: it may hold a code or a link, so its text is not kept.
    """

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            promise(
                message=message,
                office=getattr(message, "office", None),
                purpose=getattr(message, "purpose", "account"),
                secret=getattr(message, "secret", True),
            )
        return len(email_messages)


class EmlBackend(BaseEmailBackend):
    """Writes each message as one file. Names sort by time; a second hand-over replaces the first."""

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
        # Hidden and unfinished under a name of its own, which the next try overwrites if this one is killed.
        unfinished = self.folder / f".{final.name}.part"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(final)


def file_name(message_id: str) -> str:
    """Our Message-IDs begin with their time, so the files sort by it; the hash keeps any two apart."""
    readable = re.sub(r"[^0-9A-Za-z.]", "", message_id.partition("@")[0])[:24].strip(".")
    return f"{readable}-{hashlib.sha256(message_id.encode()).hexdigest()[:16]}.eml"


class _Attentive(smtplib.SMTP):
    """An SMTP connection that knows whether a loss now would leave the outcome open."""

    in_doubt = False

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()
        # From "send the text" to a real answer nobody knows; an unreadable answer (-1) tells nothing either.
        self.in_doubt = code == ASKED_FOR_THE_TEXT or (self.in_doubt and code < 200)
        return code, words

    def sendmail(self, *args: Any, **kwargs: Any) -> dict:
        refused = super().sendmail(*args, **kwargs)
        if refused:
            raise PartlyRefused(refused)
        return refused


class _AttentiveTLS(_Attentive, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's SMTP mailer, which also tells a clear refusal from an open outcome.

    The connection stays open from message to message until `close()`, or until anything goes wrong.
    """

    connection: smtplib.SMTP | None
    _partial_connection: smtplib.SMTP | None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _AttentiveTLS if self.use_ssl else _Attentive

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            self.open()
            return super().send_messages(email_messages)
        except OSError as error:
            in_doubt = getattr(self.connection, "in_doubt", False)
            self._hang_up()
            if in_doubt:
                raise OutcomeUnknown from error
            raise

    def _hang_up(self) -> None:
        """Close without a goodbye, which a broken connection would only wait for."""
        for connection in (self.connection, self._partial_connection):
            if connection is not None:
                connection.close()
        self.connection = self._partial_connection = None
