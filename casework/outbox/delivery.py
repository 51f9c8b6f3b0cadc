"""Delivery of queued messages: lease a row, record the hand-over, hand over, record the result.

Each step is committed by itself. If a worker is killed before the hand-over was recorded, no server has seen the
message and another worker sends it. If it is killed after, the outcome is unknown: the message becomes uncertain
and is never sent again automatically.
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

from casework.wall.scope import ALL, scoped

from .faults import Outcome, PartlyRefused, describe, outcome_of
from .models import Channel, OutboxMessage, OutboxQuerySet
from .texts import sender, text_of, texts_go_out

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
LEASE_WHILE_HANDING_OVER = timedelta(minutes=15)  # longer than the slowest SMTP session
LONGEST_PAUSE = timedelta(hours=1)
RUN_SECONDS = 60  # after which a run begins no further message, however slow the server
PER_CONNECTION = 50  # mail servers disconnect clients that send much more in one session
RECORD_RETRY_SECONDS = 60  # seconds of retries to record a known result


class Envelope:
    """A stored message with the interface of a Django message. The bytes are sent as stored."""

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
    """Send due mail, then due texts, until none is left or `stopping()`. Return whether more may be due."""
    note_abandoned()
    more = _send(Channel.MAIL, mailers["out"], stopping)
    return (texts_go_out() and _send(Channel.TEXT, sender(), stopping)) or more


def _send(channel: Channel, mailer: Any, stopping: Callable[[], bool]) -> bool:
    """Send due messages of one channel, oldest first, over one connection. Return whether more may be due."""
    deadline = time.monotonic() + RUN_SECONDS
    try:
        for _ in range(PER_CONNECTION):
            if time.monotonic() > deadline:
                return True
            message = None if stopping() else lease_next(channel)
            if message is None:
                return False
            deliver(message, mailer)
        return True
    finally:
        with suppress(OSError):
            mailer.close()


def lease_next(channel: Channel = Channel.MAIL) -> OutboxMessage | None:
    """Lease the next message of a channel and return it; None if there is none.

    When any message is due, messages held because the server was unreachable go first, so that messages leave in the
    order in which they were queued.
    """
    with scoped(ALL):
        if not OutboxMessage.objects.due().filter(channel=channel).exists():
            return None
        while (pk := _next_key(channel)) is not None:
            # PostgreSQL has locked the row; on SQLite another worker may have leased it first.
            lease = timezone.now() + LEASE
            if _free().filter(pk=pk).update(lease_until=lease):
                return OutboxMessage.objects.get(pk=pk)
    return None


def _free() -> OutboxQuerySet:
    return OutboxMessage.objects.due() | OutboxMessage.objects.held()


def _next_key(channel: Channel) -> int | None:
    keys = _free().filter(channel=channel).order_by("pk").values_list("pk", flat=True)
    if connection.features.has_select_for_update_skip_locked:
        keys = keys.select_for_update(skip_locked=True, no_key=True)
    return keys.first()


def deliver(message: OutboxMessage, mailer: Any) -> None:
    """Hand a leased message over and record the result."""
    if not note_hand_over(message):
        return
    outcome: Outcome | None = None
    try:
        mailer.send_messages([text_of(message) if message.channel == Channel.TEXT else Envelope(message)])
    except Exception as error:
        logger.warning("%s %s: %s", message.channel, message.uuid, describe(error))
        outcome = outcome_of(error)
        note_error(message, error, outcome)
    else:
        note_sent(message)
    if message.held_at and outcome is not Outcome.SERVER_DOWN:
        release_held(message.channel)


def _until_written(step: Callable[..., Any]) -> Callable[..., Any]:
    """Retry `step` while the database is away, so that a known result does not become uncertain."""

    @wraps(step)
    def retry(*args: Any) -> Any:
        deadline = time.monotonic() + RECORD_RETRY_SECONDS
        while True:
            try:
                with scoped(ALL):
                    return step(*args)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                close_old_connections()
                time.sleep(1)

    return retry


def note_hand_over(message: OutboxMessage) -> bool:
    """Record that the message is about to be handed over. Return False if another worker holds the lease."""
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
    """Return the row if this hand-over is still its latest and unsettled one."""
    return OutboxMessage.objects.filter(
        pk=message.pk, handed_over_at=message.handed_over_at, sent_at=None, failed_at=None
    )


def _end(message: OutboxMessage, **facts: Any) -> None:
    if message.secret:
        facts["raw"] = b""
    _handed_over(message).update(lease_until=None, **facts)


@_until_written
def note_sent(message: OutboxMessage) -> None:
    _end(message, sent_at=timezone.now(), uncertain_at=None, last_error="", raw=b"", noted_at=None)


@_until_written
def note_error(message: OutboxMessage, error: Exception, outcome: Outcome) -> None:
    """Record the error of a message and schedule a retry, fail it or mark it uncertain."""
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
        # Other messages would meet the same unreachable server, and leave out of order once it answers.
        OutboxMessage.objects.due().filter(channel=message.channel).update(
            due_at=until, held_at=Coalesce("held_at", timezone.now())
        )
    _handed_over(message).filter(uncertain_at=None).update(
        due_at=until, handed_over_at=None, lease_until=None, **facts
    )


def pause_after(attempts: int) -> timedelta:
    """Return the pause before the next attempt: 1, 2, 4 ... minutes, at most an hour."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


@_until_written
def release_held(channel: str) -> None:
    """Make all held messages of the channel due: the server answers again."""
    OutboxMessage.objects.held().filter(channel=channel).update(due_at=timezone.now(), held_at=None)


def note_abandoned() -> None:
    """Mark as uncertain the messages that a killed worker had handed over."""
    with scoped(ALL):
        abandoned = OutboxMessage.objects.abandoned()
        facts = {"uncertain_at": timezone.now(), "lease_until": None, "last_error": "worker ended"}
        abandoned.filter(secret=True).update(raw=b"", **facts)
        abandoned.filter(secret=False).update(**facts)
