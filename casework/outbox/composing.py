"""Outbox rows made from Django messages: bytes, envelope and Message-ID are fixed here."""

import copy
import secrets
from datetime import UTC, datetime
from email import policy
from email.utils import formataddr, parseaddr

from django.core.mail import EmailMessage

from body.current import current_body

from .addresses import bare, has_control_characters
from .models import OutboxMessage

# Every mail server relays seven-bit text, whatever extensions it announces, and lines of up to 998 characters.
LONGEST_LINE = 998


class Wire(policy.EmailPolicy):
    """Write lines of bodies and encoded words as short as MIME demands, and a header in ASCII as one line.

    Folded, a long link in a header such as List-Unsubscribe is encoded, and mail programs cannot read it.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        line = f"{name}: {value}"
        if line.isascii() and len(line) <= LONGEST_LINE:
            return f"{line}{self.linesep}".encode()
        return super().fold_binary(name, value)


WIRE = Wire(linesep="\r\n", cte_type="7bit", max_line_length=76)


def new_message_id(domain: str) -> str:
    """Return a Message-ID that sorts by time, cannot be guessed and does not name the machine."""
    return f"<{datetime.now(UTC):%Y%m%d.%H%M%S.%f}.{secrets.token_hex(8)}@{domain}>"


def row_for(message: EmailMessage, *, office: int | None, purpose: str, secret: bool) -> OutboxMessage:
    """Return an unsaved row. Raise ValueError if it could not be sent or a value could add a header."""
    sender = bare(str(message.from_email))
    recipients = list(dict.fromkeys(bare(str(address)) for address in message.recipients()))
    if not recipients:
        raise ValueError("A message needs at least one recipient.")
    prepared = copy.copy(message)
    prepared.from_email = _with_name(str(message.from_email))
    prepared.extra_headers = _headers(message, domain=sender.partition("@")[2])
    _refuse_control_characters(prepared)
    mime = prepared.message(policy=WIRE)
    return OutboxMessage(
        office_id=office,
        purpose=purpose,
        secret=secret,
        message_id=str(mime["Message-ID"]),
        recipients=recipients,
        raw=mime.as_bytes(),
    )


def _with_name(sender: str) -> str:
    """Return the sender, with the name of the service if it has no name."""
    name, address = parseaddr(sender)
    return sender if name else formataddr((current_body().service, address))


def _headers(message: EmailMessage, *, domain: str) -> dict[str, str]:
    given = {str(name): str(value) for name, value in message.extra_headers.items()}
    names = {name.lower() for name in given}
    ours = {"Message-ID": new_message_id(domain), "Auto-Submitted": "auto-generated"}
    return {name: value for name, value in ours.items() if name.lower() not in names} | given


def _refuse_control_characters(message: EmailMessage) -> None:
    """Raise ValueError for control characters that Python accepts in headers, such as a trailing line break."""
    addresses = [message.from_email, *message.to, *message.cc, *message.bcc, *message.reply_to]
    for address in addresses:
        bare(str(address))
    for text in (message.subject, *message.extra_headers, *message.extra_headers.values()):
        if has_control_characters(str(text)):
            raise ValueError("A header holds a line break or another control character.")
