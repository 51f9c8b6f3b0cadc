"""A web server whose processes are killed with SIGKILL at a named point or at any moment."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

ANY = "any moment"  # the end of the name of a point
WITHIN = 0.25  # seconds after the start of a request within which the kill is timed
TIMEOUT = 60
TOKEN = "d" * 32
SERVER = ["-m", "gunicorn", "--preload", "--workers", "1", "--threads", "2", "--log-level", "critical"]


class Server:
    """A gunicorn with one worker process, which the master replaces when it dies."""

    def __init__(self, folder: Path):
        self.drill = folder / "point"
        self.killed = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
        environment = os.environ | {"TEST_DATABASES": json.dumps(names), "DRILL": str(self.drill)}
        command = [
            sys.executable,
            *SERVER,
            "--bind",
            f"127.0.0.1:{self.port}",
            "tests.ops.pausing_server:application",
        ]
        self.server = subprocess.Popen(command, env=environment)

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def ask(self, method, path, *, session="", body=b"", kind="application/x-www-form-urlencoded"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = f"session={session}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": kind, "Connection": "close"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def retry(self, *arguments, **facts):
        """Repeat the request, as a person does, until a response does not ask to try again."""
        until = time.monotonic() + TIMEOUT
        while True:
            try:
                answer = self.ask(*arguments, **facts)
                # A process killed while it counts leaves the counter locked for ten seconds: status 429.
                if answer.status < 500 and answer.status != 429:
                    return answer
            except (OSError, http.client.HTTPException):
                """No process was listening."""
            assert self.server.poll() is None, "the service ended"
            assert time.monotonic() < until, "the service did not come back"
            time.sleep(0.02)

    def kill_at(self, point):
        """Kill the process that reaches the point, or every worker at a random moment. Runs in its own thread."""
        reached = self.drill.with_suffix(".reached")
        if point.endswith(ANY):
            time.sleep(random.uniform(0, WITHIN))
            victims = self.workers()
        else:
            until = time.monotonic() + TIMEOUT
            while not reached.exists() and time.monotonic() < until:
                time.sleep(0.002)
            victims = [int(reached.read_text())]
        self.drill.unlink(missing_ok=True)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            self.killed += 1
        reached.unlink(missing_ok=True)

    def attempt(self, step, point):
        """Do the step once with a kill at the point, then repeat it until it succeeds."""
        with self.killed_at(point):
            try:
                step(self.ask)
            except (OSError, http.client.HTTPException):
                """The process was killed."""
        return step(self.retry)

    @contextmanager
    def killed_at(self, point):
        self.drill.write_text(point)
        killer = threading.Thread(target=self.kill_at, args=(point,))
        killer.start()
        yield
        killer.join()


@pytest.fixture
def server(transactional_db, tmp_path):
    each = Server(tmp_path)
    try:
        each.retry("GET", "/health/live")
        yield each
    finally:
        each.server.terminate()
        each.server.wait(20)
