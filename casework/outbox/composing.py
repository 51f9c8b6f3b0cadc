"""From a message of Django's to a row: the bytes, the envelope and the Message-ID, fixed once and for all."""

import copy
import secrets
from datetime import UTC, datetime
from email import policy

from django.core.mail import EmailMessage

from .addresses import bare, has_control_characters
from .models import OutboxMessage

# Seven bits travel through every mail server, whatever it says it can do.
WIRE = policy.SMTP.clone(cte_type="7bit")


def new_message_id(domain: str) -> str:
    """A Message-ID that sorts by time, cannot be guessed and does not name the machine."""
    return f"<{datetime.now(UTC):%Y%m%d.%H%M%S.%f}.{secrets.token_hex(8)}@{domain}>"


def row_for(message: EmailMessage, *, office: int | None, purpose: str, secret: bool) -> OutboxMessage:
    """An unsaved row. Raises ValueError for what could not be sent or could carry a second header."""
    sender = bare(str(message.from_email))
    recipients = list(dict.fromkeys(bare(str(address)) for address in message.recipients()))
    if not recipients:
        raise ValueError("A message needs at least one recipient.")
    whole = copy.copy(message)
    whole.extra_headers = _headers(message, domain=sender.partition("@")[2])
    _refuse_control_characters(whole)
    mime = whole.message(policy=WIRE)
    return OutboxMessage(
        office_id=office,
        purpose=purpose,
        secret=secret,
        message_id=str(mime["Message-ID"]),
        recipients=recipients,
        raw=mime.as_bytes(),
    )


def _headers(message: EmailMessage, *, domain: str) -> dict[str, str]:
    given = {str(name): str(value) for name, value in message.extra_headers.items()}
    names = {name.lower() for name in given}
    ours = {"Message-ID": new_message_id(domain), "Auto-Submitted": "auto-generated"}
    return {name: value for name, value in ours.items() if name.lower() not in names} | given


def _refuse_control_characters(message: EmailMessage) -> None:
    """Python refuses most line breaks in headers, but not one at the end, and not every control character."""
    addresses = [message.from_email, *message.to, *message.cc, *message.bcc, *message.reply_to]
    for address in addresses:
        bare(str(address))
    for text in (message.subject, *message.extra_headers, *message.extra_headers.values()):
        if has_control_characters(str(text)):
            raise ValueError("A header holds a line break or another control character.")
