"""Worker processes on the databases of a test, which it kills."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from casework.outbox.models import UNSETTLED, OutboxMessage
from casework.wall.scope import ALL, scoped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start_worker(settings):
    """Return a function that starts a worker as a process of its own on this test's databases."""
    started = []

    def start(*arguments, mail_url=""):
        names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.outbox.worker_process", *map(str, arguments)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "TEST_DATABASES": json.dumps(names),
                "TEST_MAIL_DIR": str(settings.MAIL_DIR),
                "TEST_MAIL_URL": mail_url,
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


def kill_at(start_worker, log, point):
    """Start a worker and kill -9 it when it reaches the point; without one, at any moment
    soon after it has sent a first mail."""
    reached, before = log.with_suffix(".reached"), size_of(log)
    reached.unlink(missing_ok=True)
    process = start_worker(log, point)
    if point:
        wait_until(reached.exists)
    else:
        wait_until(lambda: size_of(log) > before)
        time.sleep(random.uniform(0, 0.15))
    process.kill()
    process.wait()
    expire_leases()


def size_of(log):
    return log.stat().st_size if log.exists() else 0


def expire_leases():
    """The worker is known to be dead, so nobody needs to wait for its leases to run out."""
    with scoped(ALL):
        OutboxMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())


def under_way():
    """Return messages that wait or that a worker is sending: one just handed over is not in the server's log yet."""
    rows = OutboxMessage.objects.all()
    return rows.filter(UNSETTLED).exclude(pk__in=rows.abandoned().values("pk"))


def is_any(rows):
    with scoped(ALL):
        return rows.exists()


def wait_until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"the worker was not that far after {seconds} seconds"
        time.sleep(0.05)
