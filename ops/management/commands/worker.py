"""The worker: sends due mail and runs periodic jobs."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from django.core.management import BaseCommand, call_command
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from accounts.services import forget_old
from casework.audit.sealing import seal_due
from casework.cases.services.messages.presence import forget_presence
from casework.cases.services.own_case.account_link import forget_codes
from casework.cases.tasks.authority import remind_of_ending
from casework.cases.tasks.contact_task import follow_alerts
from casework.cases.tasks.deadline import remind_of_deadlines
from casework.cases.tasks.file import empty_quarantine, scan_files, sweep_files
from casework.cases.tasks.leavers import release_cases_of_leavers
from casework.cases.tasks.news import mail_news
from casework.cases.tasks.planned_act import do_planned_acts
from casework.cases.tasks.planned_reply import send_planned_replies
from casework.cases.tasks.practice import remove_unused_practice
from casework.cases.tasks.risk import tell_of_risks
from casework.cases.tasks.thumbnail import make_thumbnails
from casework.offices.access.emergency_report import report_what_was_seen
from casework.offices.access.invitations import delete_expired_invitations
from casework.offices.access.locks import lock_unused
from casework.outbox.delivery import send_due
from casework.questionnaires.resume import remind_of_deletion
from casework.questionnaires.services import expire_submissions
from cms.catalogues.corrections import show_corrections
from ops.checks import refuse_unsafe
from ops.expired_cache import clear_cache
from ops.parts import look

logger = logging.getLogger(__name__)

Stopping = Callable[[], bool]
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SIGNAL_CHECK_SECONDS = 0.2
EXIT_HUNG = 75


def look_at_parts(stopping: Stopping) -> None:
    look()


def read_corrected_texts(stopping: Stopping) -> None:
    show_corrections()


def clear_sessions(stopping: Stopping) -> None:
    call_command("clearsessions")


def delete_expired(stopping: Stopping) -> None:
    """Delete expired submissions, forms, invitations, codes, presence marks, quarantined files and cache entries."""
    expire_submissions()
    forget_old()
    delete_expired_invitations()
    forget_codes()
    empty_quarantine()
    forget_presence()
    sweep_files()
    clear_cache()
    remove_unused_practice()


def remind_of_expiry(stopping: Stopping) -> None:
    remind_of_deletion()


def report_emergency_access(stopping: Stopping) -> None:
    report_what_was_seen()


def alert_about_risks(stopping: Stopping) -> bool:
    return tell_of_risks()


def do_what_was_planned(stopping: Stopping) -> None:
    send_planned_replies()
    do_planned_acts()


def lock_unused_accounts(stopping: Stopping) -> None:
    lock_unused()


def publish_scheduled_pages(stopping: Stopping) -> None:
    call_command("publish_scheduled")


def note_alerts(stopping: Stopping) -> bool:
    return follow_alerts()


def release_cases(stopping: Stopping) -> bool:
    return release_cases_of_leavers()


def mail_about_news(stopping: Stopping) -> None:
    mail_news()


def remind_of_what_is_due(stopping: Stopping) -> None:
    remind_of_deadlines()


def remind_of_permissions(stopping: Stopping) -> None:
    remind_of_ending()


# A job opens its own scope, because a scope is a transaction on PostgreSQL. It may run twice, and on several nodes at
# once. If it returns True it is run again immediately.
Job = tuple[str, float, Callable[[Stopping], bool | None]]  # name, seconds between runs, function


@dataclass(frozen=True)
class Work:
    """Jobs that run one after the other, in a thread of their own, so that they delay no other work.

    Whatever waits for another machine gives up long before `limit`, the seconds that one run of a job may take.
    """

    limit: float
    jobs: list[Job]


WORK = [
    Work(60, [("look at the parts", 10, look_at_parts)]),
    Work(60, [("read corrected texts", 5, read_corrected_texts)]),
    Work(2 * MINUTE, [("alert about risks", 1, alert_about_risks)]),
    Work(10 * MINUTE, [("seal the audit log", 1, seal_due)]),
    Work(10 * MINUTE, [("do what can no longer be undone", 1, do_what_was_planned)]),
    Work(10 * MINUTE, [("send due mail", 1, send_due)]),
    Work(
        10 * MINUTE,
        [
            ("note what became of alerts", 5, note_alerts),
            ("release cases of leavers", 20, release_cases),
            ("mail about what is new", MINUTE, mail_about_news),
            ("remind of what is due", 5 * MINUTE, remind_of_what_is_due),
        ],
    ),
    Work(HOUR, [("look for viruses", 1, scan_files)]),
    Work(HOUR, [("make thumbnails", 1, make_thumbnails)]),
    Work(
        10 * MINUTE,
        [
            ("report emergency access", 20, report_emergency_access),
            ("publish scheduled pages", 20, publish_scheduled_pages),
        ],
    ),
    Work(
        HOUR,
        [
            ("clear sessions", DAY, clear_sessions),
            ("delete expired data", HOUR, delete_expired),
            ("remind of expiry", HOUR, remind_of_expiry),
            ("remind of permissions that end", HOUR, remind_of_permissions),
            ("lock unused accounts", DAY, lock_unused_accounts),
        ],
    ),
]
JOBS = [job for work in WORK for job in work.jobs]


class Schedule:
    """Schedule of jobs. It uses the monotonic clock, so changes of the system time do not matter."""

    def __init__(self, jobs: list[Job]):
        self.jobs = jobs
        self.next_run = [0.0] * len(jobs)
        self.running: tuple[str, float] | None = None  # name of the job and when it began

    def run(self, stopping: Stopping) -> None:
        """Run every job that is due. One that fails is logged and does not stop the others."""
        for number, (name, seconds, job) in enumerate(self.jobs):
            if stopping() or time.monotonic() < self.next_run[number]:
                continue
            self.running = name, time.monotonic()
            more = attempt(name, job, stopping)
            self.running = None
            self.next_run[number] = time.monotonic() + (0 if more else seconds)

    def seconds_left(self) -> float:
        return max(0.0, min(self.next_run) - time.monotonic())

    def overdue(self, limit: float) -> str:
        """Return the name of the job that has run for longer than `limit` seconds, or ""."""
        name, began = self.running or ("", time.monotonic())
        return name if time.monotonic() - began > limit else ""


def attempt(name: str, job: Callable[[Stopping], bool | None], stopping: Stopping) -> bool | None:
    """Run one job. Log only the class of an error, because its message may hold an address."""
    try:
        return job(stopping)
    except (DatabaseError, InterfaceError) as error:
        logger.error("%s: database trouble, trying again: %s", name, type(error).__name__)
        close_old_connections()
    except Exception as error:
        logger.error("%s failed: %s at %s", name, type(error).__name__, place_of(error))
    return None


def place_of(error: Exception) -> str:
    """Return file and line where the error was raised."""
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
            for _name, _seconds, job in JOBS:
                while job(self.stopping):
                    pass
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        self.run(WORK, interval)

    def run(self, every: list[Work], interval: float):
        """Run each work in its thread until the worker is stopped, and end the process if a job hangs."""
        schedules = [(Schedule(work.jobs), work.limit) for work in every]
        threads = [
            Thread(target=self.run_in_thread, args=(schedule, interval), daemon=True)
            for schedule, _limit in schedules
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            for schedule, limit in schedules:
                if name := schedule.overdue(limit):
                    end_process(name, limit)
            time.sleep(SIGNAL_CHECK_SECONDS)

    def run_in_thread(self, schedule: Schedule, interval: float):
        try:
            while not self.stopped:
                schedule.run(self.stopping)
                self.sleep(min(interval, schedule.seconds_left()))
        finally:
            connections.close_all()

    def stop(self, *_signal):
        """Finish the current message, then end."""
        self.stopped = True

    def stopping(self) -> bool:
        return self.stopped

    def sleep(self, seconds: float):
        """Sleep in short intervals, so that a signal is noticed quickly."""
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, SIGNAL_CHECK_SECONDS))


def end_process(job: str, limit: float) -> None:
    """End the process at once. A thread cannot be ended alone; whoever started the worker starts it again, and a
    killed worker loses nothing.
    """
    logger.critical("%s has run for more than %d seconds. The worker ends, to be started again.", job, limit)
    logging.shutdown()
    os._exit(EXIT_HUNG)
