"""Errors of senders, and the outcome each means for the message."""

import smtplib
from enum import Enum, auto

SERVICE_NOT_AVAILABLE = 421

# The server is unreachable or refuses the client: the message is not at fault.
CLIENT_REFUSED = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class OutcomeUnknown(Exception):
    """The connection was lost after the server asked for the text and before its final answer."""


class TryLater(Exception):
    """The server or provider asked to send this message later."""


class PartlyRefused(smtplib.SMTPRecipientsRefused):
    """The server accepted only some recipients. `recipients` maps each other one to its answer."""


class Outcome(Enum):
    UNKNOWN = auto()  # may have been sent: only a person may send it again
    SERVER_DOWN = auto()  # all messages of the channel wait
    LATER = auto()  # only this message waits
    NEVER = auto()  # this message has failed


def outcome_of(error: Exception) -> Outcome:
    """Return the outcome that `error`, raised while handing a message over, means."""
    if isinstance(error, OutcomeUnknown):
        return Outcome.UNKNOWN
    if isinstance(error, TryLater):
        return Outcome.LATER
    if isinstance(error, CLIENT_REFUSED):
        return Outcome.SERVER_DOWN
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code < 400:
        return Outcome.UNKNOWN  # neither accepted nor refused
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException):
        return _of_codes(_codes(error))
    if isinstance(error, OSError):  # includes SMTPServerDisconnected before the text was sent
        return Outcome.SERVER_DOWN
    if isinstance(error, ValueError):  # refused before any server saw it
        return Outcome.NEVER
    return Outcome.UNKNOWN


def describe(error: Exception) -> str:
    """Return status codes and the class name. A server's text often repeats the address, so it is left out."""
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
