"""A worker that stops at a named point of sending, so that a test can kill it there.

The "mail server" is a file to which the Message-ID of an accepted message is appended and synced. The worker is the
real one, with a pause around one step of delivery.
"""

import os
import signal
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command

from casework.outbox import delivery

POINTS = ("leased", "handed over", "accepted", "sent")


class RecordingBackend(BaseEmailBackend):
    """A mail server that accepts everything and notes it, and a worker that may stop before or after."""

    def __init__(self, *, path, point="", **kwargs):
        super().__init__(**kwargs)
        self.path, self.point = Path(path), point

    def send_messages(self, email_messages):
        for message in email_messages:
            if self.point == "handed over":
                wait_to_be_killed(self.path)
            with self.path.open("ab") as log:
                log.write(message.message().as_bytes().partition(b"Message-ID: ")[2].split()[0] + b"\n")
                log.flush()
                os.fsync(log.fileno())
            if self.point == "accepted":
                wait_to_be_killed(self.path)
        return len(email_messages)


def wait_to_be_killed(log: Path):
    """Say that the point is reached, and go no further."""
    log.with_suffix(".reached").touch()
    while True:
        signal.pause()


def pausing(step, log: Path, *, before: bool):
    """Wrap a step of delivery so that the worker stops before or after it."""

    def paused(*arguments):
        if before:
            wait_to_be_killed(log)
        step(*arguments)
        wait_to_be_killed(log)

    return paused


def work(log: Path, point: str = ""):
    """Be the worker, until killed; stop at `point` if one is named."""
    out = {"BACKEND": f"{__name__}.RecordingBackend", "OPTIONS": {"path": str(log), "point": point}}
    settings.MAILERS = {**settings.MAILERS, "out": out}
    if point == "leased":
        delivery.note_hand_over = pausing(delivery.note_hand_over, log, before=True)
    if point == "sent":
        delivery.note_sent = pausing(delivery.note_sent, log, before=False)
    call_command("worker", interval=0.02)
