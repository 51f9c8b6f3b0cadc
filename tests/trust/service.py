"""Real processes of the service on the loopback address, and a simple HTTP client."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

SERVER = ["-m", "gunicorn", "--workers", "1", "--threads", "4", "--log-level", "error"]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Process:
    """One process of the service and where it listens."""

    port: int
    server: subprocess.Popen

    def ask(self, path, *, session="", method="GET", body=None, headers=None, seconds=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        cookie = {"Cookie": f"session={session}"} if session else {}
        try:
            connection.request(method, path, body, {"Connection": "close"} | cookie | (headers or {}))
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def stop(self):
        self.server.terminate()
        self.server.wait(20)


@contextmanager
def processes(count):
    """Start this many processes, each with its own memory and connections, and wait until they answer."""
    running = []
    try:
        running += [_start() for _each in range(count)]
        for each in running:
            _wait_for(each)
        yield running
    finally:
        for each in running:
            each.stop()


def _start():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
    arguments = ["--bind", f"127.0.0.1:{port}", "tests.trust.served:application"]
    environment = os.environ | {"TEST_DATABASES": json.dumps(names)}
    return Process(port, subprocess.Popen([sys.executable, *SERVER, *arguments], env=environment))


def _wait_for(process):
    until = time.monotonic() + 120
    while time.monotonic() < until and process.server.poll() is None:
        try:
            if process.ask("/health/live").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the service did not start")
