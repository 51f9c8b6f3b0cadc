"""Text messages: the rows, leases and states of mail, with another sender. Off unless SMS_URL is set.

A text only says that there is something to read: phones show texts on a locked screen.
"""

import base64
import http.client
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from .backends import file_name
from .composing import new_message_id
from .faults import OutcomeUnknown, TryLater
from .models import Channel, OutboxMessage
from .queueing import queue

MOST_LETTERS = 160
SECONDS_TO_ANSWER = 30


class NotANumber(ValueError):
    """Not a number that texts may be sent to."""


def texts_go_out() -> bool:
    return bool(settings.TEXTS)


def plain_number(typed: str) -> str:
    """Return `+447700900123` for 07700 900123. Raise NotANumber.

    Only numbers that the settings allow: a public form must not cause texts to premium or foreign numbers.
    """
    number = re.sub(r"[\s().-]", "", "".join(str(unicodedata.decimal(each, each)) for each in typed))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif number.startswith("0"):
        number = f"+{settings.PHONE_COUNTRY_CODE}{number[1:]}"
    digits = number.removeprefix("+")
    dialled = number.startswith(settings.TEXT_PREFIX) and len(number) == settings.TEXT_LENGTH
    if not (dialled and digits.isascii() and digits.isdecimal()):
        raise NotANumber
    return number


@transaction.atomic
def post_text(
    *, to: str, text: str, purpose: str, office: int | None = None, secret: bool = False, about: str = ""
) -> OutboxMessage:
    """Queue a text message, as `post` queues mail. Raise NotANumber or ValueError."""
    if len(text) > MOST_LETTERS:
        raise ValueError("A text has room for 160 letters.")
    row = OutboxMessage(
        channel=Channel.TEXT,
        office_id=office,
        purpose=purpose,
        secret=secret,
        message_id=new_message_id("text"),
        recipients=[plain_number(to)],
        raw=text.encode(),
        about=about,
    )
    return queue(row)


@dataclass(frozen=True)
class Text:
    """A text for a sender. `name` stays the same between attempts."""

    to: str
    body: str
    name: str


def text_of(message: OutboxMessage) -> Text:
    (number,) = message.recipients
    return Text(to=number, body=bytes(message.raw).decode(), name=message.message_id)


def sender() -> Any:
    """Return the sender that the settings name, with `send_messages([Text])` and `close()`."""
    return import_string(settings.TEXTS["BACKEND"])(**settings.TEXTS["OPTIONS"])


class FileTexts:
    """Sender that writes each text to a file, atomically."""

    def __init__(self, *, path: str) -> None:
        self.folder = Path(path)

    def send_messages(self, texts: list[Text]) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for text in texts:
            final = self.folder / file_name(text.name).replace(".eml", ".txt")
            partial = self.folder / f".{final.name}.part"
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"To: {text.to}\n\n{text.body}\n")
                file.flush()
                os.fsync(file.fileno())
            partial.replace(final)

    def close(self) -> None:
        """Do nothing: no connection is open."""


class TwilioTexts:
    """Sender for Twilio's interface: one HTTPS request per text, with form fields and basic authentication."""

    def __init__(
        self, *, host: str, port: int | None, account: str, token: str, number: str, tls: bool
    ) -> None:
        kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
        self.connection = kind(host, port, timeout=SECONDS_TO_ANSWER)
        self.path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self.number = number
        login = base64.b64encode(f"{account}:{token}".encode()).decode()
        self.headers = {
            "Authorization": f"Basic {login}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }

    def send_messages(self, texts: list[Text]) -> None:
        for text in texts:
            _raise_for(self._post({"To": text.to, "From": self.number, "Body": text.body}))

    def _post(self, fields: dict[str, str]) -> int:
        """Return the status of the answer. Raise OutcomeUnknown if the connection fails once a byte was sent."""
        self.connection.connect()  # an OSError here means that the text was not sent
        try:
            self.connection.request("POST", self.path, urlencode(fields), self.headers)
            return self.connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise OutcomeUnknown from error
        finally:
            self.connection.close()

    def close(self) -> None:
        self.connection.close()


def _raise_for(status: int) -> None:
    """Raise the exception of `faults` that matches the status; none for success."""
    if 200 <= status < 300:
        return
    if status == 429:
        raise TryLater
    if status in {401, 403, 503}:
        raise ConnectionRefusedError(status)  # the account or the service, not this text: all texts wait
    if status >= 500 or status < 400:
        raise OutcomeUnknown
    raise NotANumber(status)
