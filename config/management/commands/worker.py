"""The worker: sends what was promised and does what comes round again."""

import logging
import signal
import time
from collections.abc import Callable
from threading import Thread

from django.core.management import BaseCommand, call_command
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from accounts.services import forget_old
from casework.audit.sealing import seal_due
from casework.cases.authority_reminders import remind_of_ending
from casework.cases.claiming import forget_codes
from casework.cases.files import empty_quarantine, scan_files, sweep_files
from casework.cases.presence_services import forget_presence
from casework.cases.risk_alerts import tell_of_risks
from casework.offices.break_glass import report_what_was_seen
from casework.offices.offers import forget_turned_away
from casework.offices.unused import suspend_unused
from casework.outbox.delivery import send_due
from casework.questionnaires.returning import remind_of_deletion
from casework.questionnaires.services import expire_submissions
from config import heartbeat
from config.checks import refuse_unsafe
from config.sweeping import clear_cache

logger = logging.getLogger(__name__)

Stopping = Callable[[], bool]
HOUR = 60 * 60
DAY = 24 * HOUR
LOOK_FOR_A_SIGNAL_EVERY = 0.2


def beat(stopping: Stopping) -> None:
    heartbeat.beat()


def clear_sessions(stopping: Stopping) -> None:
    call_command("clearsessions")


def forget_what_expired(stopping: Stopping) -> None:
    """What nobody sent, used or needs any more: answers, forms, invitations, codes, signs of writing, bytes, tries."""
    expire_submissions()
    forget_old()
    forget_turned_away()
    forget_codes()
    empty_quarantine()
    forget_presence()
    sweep_files()
    clear_cache()


def remind_of_what_expires(stopping: Stopping) -> None:
    remind_of_deletion()


def report_emergency_access(stopping: Stopping) -> None:
    report_what_was_seen()


def tell_of_what_cannot_wait(stopping: Stopping) -> bool:
    return tell_of_risks()


def suspend_unused_accounts(stopping: Stopping) -> None:
    suspend_unused()


def publish_scheduled_pages(stopping: Stopping) -> None:
    call_command("publish_scheduled")


def remind_of_permissions(stopping: Stopping) -> None:
    remind_of_ending()


# (name, seconds from one run to the next, what to do). A job opens its own scope, because a scope is a
# transaction on PostgreSQL. It may run twice, and on several nodes at once. True means: run me again at once.
JOBS: list[tuple[str, float, Callable[[Stopping], bool | None]]] = [
    ("beat", 10, beat),
    ("tell of what cannot wait", 1, tell_of_what_cannot_wait),
    ("send due mail", 1, send_due),
    ("report emergency access", 20, report_emergency_access),
    ("publish scheduled pages", 20, publish_scheduled_pages),
    ("clear sessions", DAY, clear_sessions),
    ("forget what expired", HOUR, forget_what_expired),
    ("remind of what expires", HOUR, remind_of_what_expires),
    ("remind of permissions that end", HOUR, remind_of_permissions),
    ("suspend unused accounts", DAY, suspend_unused_accounts),
]
# Each in a thread of its own: a slow mail server or virus scanner must not keep the log unsealed, nor one the other.
JOBS_APART = [("seal the audit log", 1, seal_due), ("look for viruses", 1, scan_files)]


class Rota:
    """Which job is next. Times are the machine's own running time, so a clock that jumps changes nothing."""

    def __init__(self, jobs):
        self.jobs = jobs
        self.next_run = [0.0] * len(jobs)

    def run(self, stopping: Stopping) -> None:
        """Run every job whose time has come. One that fails is logged and does not stop the others."""
        for number, (name, seconds, job) in enumerate(self.jobs):
            if stopping() or time.monotonic() < self.next_run[number]:
                continue
            more = attempt(name, job, stopping)
            self.next_run[number] = time.monotonic() + (0 if more else seconds)

    def seconds_left(self) -> float:
        return max(0.0, min(self.next_run) - time.monotonic())


def attempt(name: str, job: Callable[[Stopping], bool | None], stopping: Stopping) -> bool | None:
    """Run one job. Only the error's class is logged: its words may hold somebody's address."""
    try:
        return job(stopping)
    except (DatabaseError, InterfaceError) as error:
        logger.error("%s: database trouble, trying again: %s", name, type(error).__name__)
        close_old_connections()
    except Exception as error:
        logger.error("%s failed: %s at %s", name, type(error).__name__, place_of(error))
    return None


def place_of(error: Exception) -> str:
    """File and line where it happened."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


class Command(BaseCommand):
    help = "Sends due mail and does what comes round again, until SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do everything that is due, then end")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks (default 1)"
        )

    def handle(self, *, once, interval, **options):
        refuse_unsafe()
        self.stopped = False
        if once:
            for _name, _seconds, job in [*JOBS, *JOBS_APART]:
                while job(self.stopping):
                    pass
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        apart = [Thread(target=self.go_round_apart, args=(job, interval), daemon=True) for job in JOBS_APART]
        for thread in apart:
            thread.start()
        self.go_round(JOBS, interval)
        for thread in apart:
            thread.join()

    def go_round(self, jobs, interval: float):
        rota = Rota(jobs)
        while not self.stopped:
            rota.run(self.stopping)
            self.rest(min(interval, rota.seconds_left()))

    def go_round_apart(self, job, interval: float):
        try:
            self.go_round([job], interval)
        finally:
            connections.close_all()

    def stop(self, *_signal):
        """Finish the message in hand, then end."""
        self.stopped = True

    def stopping(self) -> bool:
        return self.stopped

    def rest(self, seconds: float):
        """Sleep in short naps: a signal that arrives between a look and a nap must not wait for long."""
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_FOR_A_SIGNAL_EVERY))
