import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils import timezone

from casework.outbox.delivery import send_due
from config import heartbeat
from config.management.commands.outbox_drill import expire_leases
from config.management.commands.worker import Rota
from tests.outbox.conftest import now, promised, state

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start_worker(settings):
    """Starts a worker as a process of its own on this test's databases."""
    started = []

    def start(*arguments):
        names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.worker_process", *map(str, arguments)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "TEST_DATABASES": json.dumps(names),
                "TEST_MAIL_DIR": str(settings.MAIL_DIR),
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.05)


@pytest.mark.django_db
def test_one_round_of_the_worker_sends_mail_shows_a_sign_of_life_and_clears_old_sessions(settings):
    message = promised()
    Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=1))

    call_command("worker", "--once")

    assert state(message) == {"sent"}
    assert timezone.now() - heartbeat.last_beat() < timedelta(minutes=1)
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_comes_and_ends_cleanly_when_told_to(start_worker):
    worker = start_worker()
    message = promised(to=["ada@london.example"])
    wait_until(lambda: state(message) == {"sent"})

    worker.send_signal(signal.SIGTERM)
    _out, log = worker.communicate(timeout=10)

    assert worker.returncode == 0
    assert "ada@london.example" not in log


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("point", "in_between", "in_the_end", "times_accepted"),
    [
        ("claimed", {"waiting", "due"}, {"sent"}, 1),
        ("handed over", {"abandoned", "uncertain"}, {"uncertain"}, 0),
        ("accepted", {"abandoned", "uncertain"}, {"uncertain"}, 1),
    ],
)
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    start_worker, tmp_path, point, in_between, in_the_end, times_accepted
):
    log = tmp_path / "accepted.log"
    message, neighbour = promised("Hello"), promised("Neighbour")
    worker = start_worker(log, point)
    wait_until(log.with_suffix(".reached").exists)
    worker.kill()
    worker.wait()
    expire_leases()
    assert state(message) == in_between

    start_worker(log, "")
    wait_until(lambda: state(message) == in_the_end and state(neighbour) == {"sent"})

    accepted = log.read_text().split()
    assert accepted.count(message.message_id) == times_accepted
    assert accepted.count(neighbour.message_id) == 1


def test_the_drill_kills_workers_and_finds_nothing_lost_and_nothing_doubled(tmp_path):
    if os.environ["CASEWORK_ENGINE"] != "sqlite":
        pytest.skip("the drill has a database of its own and runs with the SQLite suite")
    drill = [sys.executable, "manage.py", "outbox_drill", "--count=5"]

    done = subprocess.run(drill, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr
    found = dict(re.findall(r"^([a-z ]+?) +(\d+)$", done.stdout, flags=re.MULTILINE))
    assert (found["messages"], found["lost"], found["doubled"]) == ("15", "0", "0")
    assert int(found["sent once"]) + int(found["uncertain"]) == 15


@pytest.mark.django_db(transaction=True)  # trouble with the database makes it close connections
def test_a_job_that_fails_does_not_stop_the_others_and_its_words_are_not_logged(caplog):
    ran = []

    def failing(stopping):
        raise ValueError("ada@london.example")

    def losing_the_database(stopping):
        raise OperationalError("server closed the connection")

    jobs = [("one", 60, failing), ("two", 60, losing_the_database), ("three", 60, lambda _: ran.append(1))]
    rota = Rota(jobs)
    rota.run(lambda: False)
    rota.run(lambda: False)

    assert ran == [1]
    assert "one failed: ValueError at" in caplog.text
    assert "ada@london.example" not in caplog.text


def test_a_job_with_more_to_do_is_run_again_at_once():
    left = [1, 2, 3]
    rota = Rota([("job", 3600, lambda _: bool(left.pop()) and bool(left))])

    while rota.seconds_left() == 0:
        rota.run(lambda: False)

    assert left == []


@pytest.mark.django_db
def test_a_worker_that_is_stopping_claims_nothing_more():

    message = promised()
    send_due(lambda: True)

    assert state(message) == {"waiting", "due"}
    assert now(message).attempts == 0
