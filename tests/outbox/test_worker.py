import signal
from collections import Counter
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from casework.audit.models import Unsealed
from casework.cases.models import RiskFlag
from casework.cases.services.safety.risk import raise_risk
from casework.outbox.delivery import send_due
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from ops import heartbeat
from ops.management.commands import worker
from ops.management.commands.worker import Schedule
from tests.outbox.conftest import queue_mail, reloaded, state
from tests.outbox.killing import POINTS
from tests.outbox.workers import is_any, kill_at, under_way, wait_until


@pytest.mark.django_db
def test_worker_once_sends_mail_beats_and_clears_expired_sessions(settings):
    message = queue_mail()
    Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=1))

    call_command("worker", "--once")

    assert state(message) == {"sent"}
    assert heartbeat.last_beat().age < timedelta(minutes=1)
    assert not Session.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_sends_new_mail_and_stops_cleanly_on_sigterm(start_worker):
    process = start_worker()
    message = queue_mail(to=["ada@london.example"])
    wait_until(lambda: state(message) == {"sent"})

    process.send_signal(signal.SIGTERM)
    _out, log = process.communicate(timeout=10)

    assert process.returncode == 0
    assert "ada@london.example" not in log


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_hanging_mail_server_delays_neither_risk_alerts_nor_seals(start_worker, hanging_server, case):
    message = queue_mail()
    start_worker(mail_url=hanging_server.url)
    wait_until(lambda: hanging_server.lines and reloaded(message).handed_over_at)

    with scoped(ALL):
        raise_risk(case=case, kind="eviction", by=None)
    wait_until(lambda: not is_any(RiskFlag.objects.to_be_told()), seconds=20)
    wait_until(lambda: not is_any(Unsealed.objects), seconds=20)

    assert reloaded(message).handed_over_at, "the mail server was given up before the others were done"


def test_each_kind_of_work_has_its_own_thread():
    alone = [{job for _name, _seconds, job in work.jobs} for work in worker.WORK]
    for job in (
        worker.send_due,
        worker.alert_about_risks,
        worker.seal_due,
        worker.scan_files,
        worker.make_thumbnails,
        worker.look_at_parts,
    ):
        assert {job} in alone


def test_job_over_its_time_limit_ends_the_worker_to_be_started_again(monkeypatch, caplog):
    hanging, statuses = Event(), []

    def end(status):
        statuses.append(status)
        command.stop()
        hanging.set()

    monkeypatch.setattr(worker.os, "_exit", end)
    monkeypatch.setattr(worker.logging, "shutdown", lambda: None)
    command = worker.Command()
    command.stopped = False
    works = [worker.Work(0.1, [("read slowly", 60, lambda _stopping: hanging.wait(20))])]
    command.run([*works, worker.Work(60, [("count", 60, lambda _stopping: None)])], 0.05)

    assert statuses == [worker.EXIT_HUNG]
    assert "read slowly has run for more than" in caplog.text


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("point", "in_between", "in_the_end", "times_accepted"),
    [
        ("leased", {"waiting", "due"}, {"sent"}, 1),
        ("handed over", {"abandoned", "uncertain"}, {"uncertain"}, 0),
        ("accepted", {"abandoned", "uncertain"}, {"uncertain"}, 1),
        ("sent", {"sent"}, {"sent"}, 1),
    ],
)
def test_killed_worker_neither_loses_nor_duplicates_mail(
    start_worker, tmp_path, point, in_between, in_the_end, times_accepted
):
    log = tmp_path / "accepted.log"
    message, neighbour = queue_mail("Hello"), queue_mail("Neighbour")
    kill_at(start_worker, log, point)
    assert state(message) == in_between

    start_worker(log, "")
    wait_until(lambda: state(message) == in_the_end and state(neighbour) == {"sent"})

    accepted = log.read_text().split()
    assert accepted.count(message.message_id) == times_accepted
    assert accepted.count(neighbour.message_id) == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_many_killed_workers_neither_lose_nor_duplicate_mail(start_worker, tmp_path, amount, proof):
    """Kill at each named point and at any moment in turn, with three more mails for each worker."""
    log, kills = tmp_path / "accepted.log", amount(10, 500)
    for number in range(kills):
        point = [*POINTS, ""][number % (len(POINTS) + 1)]
        for _ in range(3):
            queue_mail()
        kill_at(start_worker, log, point)
    start_worker(log, "")
    wait_until(lambda: not is_any(under_way()), seconds=120 + kills)

    accepted = Counter(log.read_text().split())
    with scoped(ALL):
        uncertain = set(OutboxMessage.objects.uncertain().values_list("message_id", flat=True))
        every = set(OutboxMessage.objects.values_list("message_id", flat=True))
    failures = [f"{key}: sent {times} times" for key, times in accepted.items() if times > 1]
    failures += [f"{key}: lost" for key in every - uncertain if not accepted[key]]
    proof("outbox", "mails, while workers are killed", tried=len(every), failures=failures)


@pytest.mark.django_db(transaction=True)  # a database error makes the worker close its connections
def test_failing_job_does_not_stop_other_jobs_and_its_message_is_not_logged(caplog):
    ran = []

    def failing(stopping):
        raise ValueError("ada@london.example")

    def losing_the_database(stopping):
        raise OperationalError("server closed the connection")

    jobs = [("one", 60, failing), ("two", 60, losing_the_database), ("three", 60, lambda _: ran.append(1))]
    schedule = Schedule(jobs)
    schedule.run(lambda: False)
    schedule.run(lambda: False)

    assert ran == [1]
    assert "one failed: ValueError at" in caplog.text
    assert "ada@london.example" not in caplog.text


def test_job_with_more_work_is_run_again_immediately():
    left = [1, 2, 3]
    schedule = Schedule([("job", 3600, lambda _: bool(left.pop()) and bool(left))])

    while schedule.seconds_left() == 0:
        schedule.run(lambda: False)

    assert left == []


@pytest.mark.django_db
def test_stopping_worker_leases_no_more_messages():

    message = queue_mail()
    send_due(lambda: True)

    assert state(message) == {"waiting", "due"}
    assert reloaded(message).attempts == 0
