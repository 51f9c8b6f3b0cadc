"""Proves that killed workers lose and double no mail: kills real ones, on a database and a mail server of its own.

The "mail server" is a file to which an accepted message's Message-ID is appended and synced. The worker is the real
one; this process only lets it stop at a named point, by putting its own pause around a step of delivery. Nothing of
this reaches the worker that an installation runs.
"""

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils import timezone

from casework.outbox import delivery
from casework.outbox.models import OutboxMessage
from casework.outbox.services import post
from casework.scope import ALL, scoped

POINTS = ("claimed", "handed over", "accepted", "sent", "any moment")
PER_KILL = 3
ANY_MOMENT_WITHIN = 0.15
LONGEST_WAIT = 60


class DrillBackend(BaseEmailBackend):
    """A mail server that accepts everything and remembers it, and a worker that may stop before or after."""

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


def pausing(step, log, *, before):
    def paused(*arguments):
        if before:
            wait_to_be_killed(log)
        result = step(*arguments)
        wait_to_be_killed(log)
        return result

    return paused


def work(log: Path, point: str = ""):
    """Be the worker, until killed; stop at `point` if one is named."""
    out = {"BACKEND": f"{__name__}.DrillBackend", "OPTIONS": {"path": str(log), "point": point}}
    settings.MAILERS = {**settings.MAILERS, "out": out}
    if point == "claimed":
        delivery.note_hand_over = pausing(delivery.note_hand_over, log, before=True)
    if point == "sent":
        delivery.note_sent = pausing(delivery.note_sent, log, before=False)
    call_command("worker", interval=0.02)


def start(log: Path, point: str) -> int:
    """Start a worker process; its id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work(log, point)
    finally:
        os._exit(1)


def kill_at(log: Path, point: str):
    """Start a worker, and kill -9 it when it reaches `point` (or at any moment)."""
    reached = log.with_suffix(".reached")
    reached.unlink(missing_ok=True)
    child = start(log, point)
    if point == "any moment":
        time.sleep(random.uniform(0, ANY_MOMENT_WITHIN))  # noqa: S311  a die, not a key
    else:
        deadline = time.monotonic() + LONGEST_WAIT
        while not reached.exists():
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                raise CommandError(f"The worker did not reach the point '{point}'.")
            time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    expire_leases()


def expire_leases():
    """The drill knows that the worker is dead, and need not wait for its leases to run out."""
    with scoped(ALL):
        OutboxMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())


def drain(log: Path):
    """Let a worker that nobody kills send what is left."""
    child = start(log, "")
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline and OutboxMessage.objects.waiting().exists():
        time.sleep(0.05)
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    delivery.note_abandoned()


@dataclass
class Result:
    """What the mail server saw against what the outbox says."""

    messages: int
    sent_once: int
    uncertain: int
    uncertain_but_accepted: int
    lost: int
    doubled: int


def count_up(log: Path) -> Result:
    accepted = Counter(log.read_text().split()) if log.exists() else Counter()
    with scoped(ALL):
        every = set(OutboxMessage.objects.values_list("message_id", flat=True))
        sent = set(OutboxMessage.objects.sent().values_list("message_id", flat=True))
        uncertain = set(OutboxMessage.objects.uncertain().values_list("message_id", flat=True))
    return Result(
        messages=len(every),
        sent_once=sum(accepted[key] == 1 for key in sent),
        uncertain=len(uncertain),
        uncertain_but_accepted=sum(accepted[key] == 1 for key in uncertain),
        lost=sum(not accepted[key] for key in every - uncertain),
        doubled=sum(times > 1 for times in accepted.values()),
    )


class Command(BaseCommand):
    help = "Kills workers with kill -9 in mid-sending and counts what was sent once, uncertain, lost and doubled."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=20, help="how many workers to kill (default 20)")
        parser.add_argument("--inside", type=Path, help="used by the drill itself: its scratch folder")

    def handle(self, *, count, inside, **options):
        if count < 1:
            raise CommandError("--count must be 1 or more.")
        if inside is None:
            self.in_scratch_folder(count)
        elif inside.resolve() != settings.DATA_DIR:
            raise CommandError("The drill works on a database of its own only.")
        else:
            self.drill(count, inside / "accepted.log")

    def in_scratch_folder(self, count):
        """Run again as a program of its own that knows only a new, empty folder."""
        with tempfile.TemporaryDirectory(prefix="outbox-drill-") as folder:
            ours = {
                "DATA_DIR": folder,
                "SECRET_KEY": secrets.token_hex(32),
                "DATABASE_URL": "",
                "MAIL_URL": "",
            }
            for arguments in (
                ["migrate", "outbox", "--verbosity=0", "--skip-checks"],
                ["migrate", "audit", "--verbosity=0", "--skip-checks"],
                ["migrate", "sessions", "--verbosity=0", "--skip-checks"],
                ["createcachetable", "--database=cache"],
                ["outbox_drill", f"--count={count}", f"--inside={folder}"],
            ):
                command = [sys.executable, sys.argv[0], *arguments]
                done = subprocess.run(command, env={**os.environ, **ours})  # noqa: S603  our own program
                if done.returncode:
                    sys.exit(done.returncode)

    def drill(self, count, log):
        killed = Counter()
        for number in range(count):
            point = POINTS[number % len(POINTS)]
            for _ in range(PER_KILL):
                post(to=["ada@london.example"], subject="Drill", text="Drill.", purpose="drill")
            kill_at(log, point)
            killed[point] += 1
            self.stderr.write(f"\rkilled {number + 1} of {count}", ending="")
        self.stderr.write("")
        drain(log)
        self.report(killed, count_up(log))

    def report(self, killed, result):
        for point in POINTS:
            self.stdout.write(f"killed: {point:<18}{killed[point]:>7}")
        for name, number in vars(result).items():
            self.stdout.write(f"{name.replace('_', ' '):<26}{number:>7}")
        if result.lost or result.doubled:
            raise CommandError("Mail was lost or doubled.")
