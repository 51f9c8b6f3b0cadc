"""Handing promised mail to a mail server: claim, note the hand-over, hand over, note the end.

Each note is committed by itself. A worker killed before it noted the hand-over has shown the message to
nobody, and another sends it. Killed after, nobody knows: the message shows as uncertain and no loop sends it again.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email import policy
from email.parser import BytesHeaderParser
from functools import wraps
from typing import Any

from django.core.mail import mailers
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.scope import ALL, scoped

from .faults import Outcome, PartlyRefused, describe, outcome_of
from .models import Channel, OutboxMessage, OutboxQuerySet
from .texts import sender, text_of, texts_go_out

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
LEASE_WHILE_HANDING_OVER = timedelta(minutes=15)  # longer than the slowest conversation with a mail server
LONGEST_PAUSE = timedelta(hours=1)
PER_CONNECTION = 50  # mail servers hang up on clients that send much more in one conversation
PATIENCE = 60  # seconds for which an answer that we know is tried to be written down


class Envelope:
    """A stored message in the shape that a mailer of Django's takes. The bytes go out as they were stored."""

    def __init__(self, message: OutboxMessage) -> None:
        self.raw = bytes(message.raw)
        header = BytesHeaderParser(policy=policy.default).parsebytes(self.raw)["From"]
        self.from_email = header.addresses[0].addr_spec
        self._recipients = message.recipients

    def recipients(self) -> list[str]:
        return self._recipients

    def message(self, **_policy: Any) -> "Envelope":
        return self

    def as_bytes(self) -> bytes:
        return self.raw


def send_due(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Send what is due, mail and then texts, until nothing is, or `stopping()`. True if more may be due."""
    note_abandoned()
    more = _send(Channel.MAIL, mailers["out"], stopping)
    return (texts_go_out() and _send(Channel.TEXT, sender(), stopping)) or more


def _send(channel: Channel, mailer: Any, stopping: Callable[[], bool]) -> bool:
    """Send what is due on one channel, oldest first, over one connection. True if more may be due."""
    try:
        for _ in range(PER_CONNECTION):
            message = None if stopping() else claim(channel)
            if message is None:
                return False
            deliver(message, mailer)
        return True
    finally:
        with suppress(OSError):
            mailer.close()


def claim(channel: Channel = Channel.MAIL) -> OutboxMessage | None:
    """Take the next message of a channel for ourselves, for the time of a lease.

    Messages held back by an unreachable server go first whenever anything is due: the order in which they
    were promised is the order in which they leave.
    """
    with scoped(ALL):
        if not OutboxMessage.objects.due().filter(channel=channel).exists():
            return None
        while (pk := _next_key(channel)) is not None:
            # On SQLite somebody may have been faster; on PostgreSQL the row is locked.
            lease = timezone.now() + LEASE
            if _free().filter(pk=pk).update(lease_until=lease):
                return OutboxMessage.objects.get(pk=pk)
    return None


def _free() -> OutboxQuerySet:
    return OutboxMessage.objects.due() | OutboxMessage.objects.held()


def _next_key(channel: Channel) -> int | None:
    keys = _free().filter(channel=channel).order_by("pk").values_list("pk", flat=True)
    if connection.features.has_select_for_update_skip_locked:
        keys = keys.select_for_update(skip_locked=True)
    return keys.first()


def deliver(message: OutboxMessage, mailer: Any) -> None:
    """Hand a claimed message over and write down what came of it."""
    if not note_hand_over(message):
        return
    outcome: Outcome | None = None
    try:
        mailer.send_messages([text_of(message) if message.channel == Channel.TEXT else Envelope(message)])
    except Exception as error:
        logger.warning("%s %s: %s", message.channel, message.uuid, describe(error))
        outcome = outcome_of(error)
        note_trouble(message, error, outcome)
    else:
        note_sent(message)
    if message.held_at and outcome is not Outcome.SERVER_DOWN:
        release_held(message.channel)


def _until_written(step: Callable[..., Any]) -> Callable[..., Any]:
    """A short loss of the database must not turn an answer that we know into an uncertain one."""

    @wraps(step)
    def insist(*args: Any) -> Any:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with scoped(ALL):
                    return step(*args)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                close_old_connections()
                time.sleep(1)

    return insist


def note_hand_over(message: OutboxMessage) -> bool:
    """Write down that a mail server is about to see the message. False if somebody else holds it now."""
    now = timezone.now()
    with scoped(ALL):
        taken = (
            OutboxMessage.objects.waiting()
            .filter(pk=message.pk, lease_until=message.lease_until)
            .update(
                handed_over_at=now,
                held_at=None,
                lease_until=now + LEASE_WHILE_HANDING_OVER,
                attempts=F("attempts") + 1,
            )
        )
    message.handed_over_at = now
    message.attempts += 1
    return bool(taken)


def _handed_over(message: OutboxMessage) -> OutboxQuerySet:
    """The row, as long as it is about this very hand-over."""
    return OutboxMessage.objects.filter(
        pk=message.pk, handed_over_at=message.handed_over_at, sent_at=None, failed_at=None
    )


def _end(message: OutboxMessage, **facts: Any) -> None:
    if message.secret:
        facts["raw"] = b""
    _handed_over(message).update(lease_until=None, **facts)


@_until_written
def note_sent(message: OutboxMessage) -> None:
    _end(message, sent_at=timezone.now(), uncertain_at=None, last_error="")


@_until_written
def note_trouble(message: OutboxMessage, error: Exception, outcome: Outcome) -> None:
    """Write down why the message did not simply leave, and what happens to it next."""
    now = timezone.now()
    facts: dict[str, Any] = {"last_error": describe(error)}
    if isinstance(error, PartlyRefused):
        facts["recipients"] = list(error.recipients)
    if outcome is Outcome.UNKNOWN:
        _end(message, uncertain_at=now, **facts)
    elif outcome is Outcome.NEVER or now >= message.give_up_at:
        _end(message, failed_at=now, handed_over_at=None, uncertain_at=None, **facts)
    else:
        _wait(message, until=now + pause_after(message.attempts), outcome=outcome, **facts)


def _wait(message: OutboxMessage, *, until: Any, outcome: Outcome, **facts: Any) -> None:
    if outcome is Outcome.SERVER_DOWN:
        facts["held_at"] = message.held_at or timezone.now()
        # The others would only find the same server silent, and would leave out of order once it answers.
        OutboxMessage.objects.due().filter(channel=message.channel).update(
            due_at=until, held_at=Coalesce("held_at", timezone.now())
        )
    _handed_over(message).filter(uncertain_at=None).update(
        due_at=until, handed_over_at=None, lease_until=None, **facts
    )


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4 ... minutes, up to an hour."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


@_until_written
def release_held(channel: str) -> None:
    """The server answers again: what waited for it is due now."""
    OutboxMessage.objects.held().filter(channel=channel).update(due_at=timezone.now(), held_at=None)


def note_abandoned() -> None:
    """Messages that a killed worker had handed over become uncertain."""
    with scoped(ALL):
        abandoned = OutboxMessage.objects.abandoned()
        facts = {"uncertain_at": timezone.now(), "lease_until": None, "last_error": "worker ended"}
        abandoned.filter(secret=True).update(raw=b"", **facts)
        abandoned.filter(secret=False).update(**facts)
