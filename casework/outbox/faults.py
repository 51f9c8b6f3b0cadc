"""What a mail server's failure means for the message."""

import smtplib
from enum import Enum, auto

SERVICE_NOT_AVAILABLE = 421

# The server refuses us, or cannot be reached: no fault of the message.
ABOUT_US = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class OutcomeUnknown(Exception):
    """The connection was lost after the server asked for the text and before it said yes or no."""


class TryLater(Exception):
    """The other side is there and wants this message later."""


class PartlyRefused(smtplib.SMTPRecipientsRefused):
    """The server took the message for some recipients. `recipients` are the others, with its answers."""


class Outcome(Enum):
    UNKNOWN = auto()  # it may be out: never again without a person's word
    SERVER_DOWN = auto()  # everything waits, in order
    LATER = auto()  # this message waits
    NEVER = auto()  # this message failed


def outcome_of(error: Exception) -> Outcome:
    """What `error`, raised while handing a message over, lets us do next."""
    if isinstance(error, OutcomeUnknown):
        return Outcome.UNKNOWN
    if isinstance(error, TryLater):
        return Outcome.LATER
    if isinstance(error, ABOUT_US):
        return Outcome.SERVER_DOWN
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code < 400:
        return Outcome.UNKNOWN  # neither a yes nor a no
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException):
        return _of_codes(_codes(error))
    if isinstance(error, OSError):  # also smtplib's "disconnected": nothing was accepted before the text
        return Outcome.SERVER_DOWN
    if isinstance(error, ValueError):  # refused by our own side before any server saw it
        return Outcome.NEVER
    return Outcome.UNKNOWN


def describe(error: Exception) -> str:
    """Codes and a class name. A server's words often repeat the address, so they are not kept."""
    return " ".join([*map(str, _codes(error)), type(error).__name__])[:80]


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _words in error.recipients.values()})
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def _of_codes(codes: list[int]) -> Outcome:
    if SERVICE_NOT_AVAILABLE in codes:
        return Outcome.SERVER_DOWN
    return Outcome.NEVER if min(codes) >= 500 else Outcome.LATER
