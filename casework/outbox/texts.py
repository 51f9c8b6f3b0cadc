"""Text messages: the same rows, leases and ends as mail, handed to another sender. Off unless SMS_URL names one.

A text says that there is something to read, and never what: phones light up on tables.
"""

import base64
import http.client
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from casework.scope import ALL, office_scope, scoped

from .backends import file_name
from .composing import new_message_id
from .faults import OutcomeUnknown, TryLater
from .models import Channel, OutboxMessage

MOST_LETTERS = 160
SECONDS_TO_ANSWER = 30


class NotANumber(ValueError):
    """This is no number that texts may go to."""


def texts_go_out() -> bool:
    return bool(settings.TEXTS)


def plain_number(typed: str) -> str:
    """`+447700900123` for 07700 900123, in the one spelling under which texts go out. Raises NotANumber.

    Only numbers of the shape that the settings allow: a stranger's form must not dial dear numbers elsewhere.
    """
    number = re.sub(r"[\s().-]", "", typed)
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
    *, to: str, text: str, purpose: str, office: int | None = None, secret: bool = False
) -> OutboxMessage:
    """Promise a text message, as `post` promises mail. Raises NotANumber or ValueError."""
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
    )
    with scoped(ALL if office is None else office_scope(office)):
        row.save(force_insert=True)
    return row


@dataclass(frozen=True)
class Text:
    """What a sender gets. `name` stays the same when it is tried again."""

    to: str
    body: str
    name: str


def text_of(message: OutboxMessage) -> Text:
    (number,) = message.recipients
    return Text(to=number, body=bytes(message.raw).decode(), name=message.message_id)


def sender() -> Any:
    """The sender that the settings name: it has `send_messages([Text])` and `close()`."""
    return import_string(settings.TEXTS["BACKEND"])(**settings.TEXTS["OPTIONS"])


class FileTexts:
    """Writes each text as one file, under its own name at once or not at all."""

    def __init__(self, *, path: str) -> None:
        self.folder = Path(path)

    def send_messages(self, texts: list[Text]) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for text in texts:
            final = self.folder / file_name(text.name).replace(".eml", ".txt")
            unfinished = self.folder / f".{final.name}.part"
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"To: {text.to}\n\n{text.body}\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(final)

    def close(self) -> None:
        """Nothing is held open."""


class TwilioTexts:
    """One HTTPS request a text, as Twilio's interface wants it: form fields To, From and Body, basic authentication."""

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
        """The status of the answer. From the first byte sent to the answer nobody knows whether the text is out."""
        self.connection.connect()  # an OSError here has shown the text to nobody
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
    """What an answer means, in the words of `faults`: nothing, wait, our own fault, unknown, or never."""
    if 200 <= status < 300:
        return
    if status == 429:
        raise TryLater
    if status in {401, 403, 503}:
        raise ConnectionRefusedError(status)  # about us, not about this text: all wait
    if status >= 500 or status < 400:
        raise OutcomeUnknown
    raise NotANumber(status)
