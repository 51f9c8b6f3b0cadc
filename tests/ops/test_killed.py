"""B-22: the web server's process is killed with kill -9 while somebody sends a file or a case, and they try again."""

import hashlib
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
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from casework.cases.models import Case, CaseFile
from casework.files import store
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import Submission, SubmissionFile
from casework.scope import ALL, scoped
from tests.raise_case.conftest import ANSWERS, DATA, Hand

ANY = ("upload: any moment", "send: any moment")
POINTS = (
    "upload: row written", "upload: committed", "send: claimed", "send: all written", "send: committed",
    "upload: bytes written", "upload: bytes in the store",
    "send: begun", "send: case opened", "send: files handed over",
    *ANY * 5,
)  # fmt: skip
# The mark "this address had its mail today" outlives the transaction of the case on purpose (`alerts.first_today`).
NO_MAIL = {"send: all written", "send: any moment"}
WITHIN = 0.25  # seconds of a request in which a moment is drawn
PATIENCE = 60
TOKEN = "d" * 32
SERVER = ["-m", "gunicorn", "--preload", "--workers", "1", "--threads", "2", "--log-level", "critical"]


class Served:
    """A gunicorn with one process at work, which its master replaces when it dies."""

    def __init__(self, folder: Path):
        self.drill = folder / "point"
        self.killed = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
        environment = os.environ | {"TEST_DATABASES": json.dumps(names), "DRILL": str(self.drill)}
        command = [sys.executable, *SERVER, "--bind", f"127.0.0.1:{self.port}", "tests.ops.dying:application"]
        self.server = subprocess.Popen(command, env=environment)

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def ask(self, method, path, *, session="", body=b"", kind="application/x-www-form-urlencoded"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = f"session={session}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": kind, "Connection": "close"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def insist(self, *arguments, **facts):
        """As a person does: again, until there is an answer that does not say "try again"."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(*arguments, **facts)
                # Killed while it counted, a process leaves the count locked for ten seconds: "wait a moment".
                if answer.status < 500 and answer.status != 429:
                    return answer
            except (OSError, http.client.HTTPException):
                """Nobody was there."""
            assert self.server.poll() is None, "the service ended"
            assert time.monotonic() < until, "the service did not come back"
            time.sleep(0.02)

    def kill_at(self, point):
        """Kill whoever reaches the point; at any moment, whoever is at work. In a thread beside the request."""
        reached = self.drill.with_suffix(".reached")
        if point in ANY:
            time.sleep(random.uniform(0, WITHIN))
            victims = self.workers()
        else:
            until = time.monotonic() + PATIENCE
            while not reached.exists() and time.monotonic() < until:
                time.sleep(0.002)
            victims = [int(reached.read_text())]
        self.drill.unlink(missing_ok=True)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            self.killed += 1
        reached.unlink(missing_ok=True)

    @contextmanager
    def dying(self, point):
        self.drill.write_text(point)
        killer = threading.Thread(target=self.kill_at, args=(point,))
        killer.start()
        yield
        killer.join()


@pytest.fixture
def served(transactional_db, tmp_path):
    each = Served(tmp_path)
    try:
        each.insist("GET", "/health/live")
        yield each
    finally:
        each.server.terminate()
        each.server.wait(20)


@pytest.fixture
def one_store(settings):
    """The same files for this process and the served one."""
    settings.FILES_ROOT = configured.DATA_DIR / "files"
    for key in list(store.keys()):
        store.delete(key)


@pytest.fixture
def contact(assembly):
    services.publish(slug="contact", definition=json.loads(DATA.read_text()), by=None)


def multipart(name, content):
    edge = uuid.uuid4().hex
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="upload"\r\n\r\n1\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="files-files"; filename="{name}"\r\n'
        f"Content-Type: text/plain\r\n\r\n{content}\r\n--{edge}--\r\n"
    )
    return {"body": parts.encode(), "kind": f"multipart/form-data; boundary={edge}"}


class Person:
    """Somebody with a letter to add and a case to send, from a browser of their own."""

    def __init__(self, served, number):
        self.served, self.email = served, f"person{number}@london.example"
        self.hand = Hand(Client())
        self.hand.fill(until="files")
        self.session = self.hand.client.cookies["session"].value
        self.submission = Submission.objects.latest("pk")

    def upload(self, how):
        """Look whether the letter is there before adding it again."""
        if not SubmissionFile.objects.filter(submission=self.submission).exists():
            letter = multipart("letter.txt", f"Dear operator, I am {self.email}")
            return how("POST", self.hand.url("files"), session=self.session, **letter)

    def go_on(self):
        """Answer what is left, following where each answer leads."""
        answers = ANSWERS | {"you": {"name": "Amina Yusuf", "email": self.email}}
        step = "files"
        while step != "check":
            step = self.hand.post(step, answers[step]).url.split("?")[0].strip("/").split("/")[-1]

    def send(self, how):
        return how("POST", self.hand.url("check"), session=self.session)


def attempt(step, served, point):
    """The step once, with a kill at the point, then again until it is answered."""
    with served.dying(point):
        try:
            step(served.ask)
        except (OSError, http.client.HTTPException):
            """The process died under it."""
    return step(served.insist)


def journey(served, number, point):
    person = Person(served, number)
    step = person.upload if point.startswith("upload") else person.send
    kept = attempt(step, served, point) if step == person.upload else person.upload(served.insist)
    if kept is not None and "notice=saved" not in kept.getheader("Location", ""):
        return [f"{point}: a letter was answered {kept.status}"]
    person.go_on()
    answer = attempt(step, served, point) if step == person.send else person.send(served.insist)
    if answer is None or answer.status != 302 or "/sent/" not in answer.getheader("Location", ""):
        return [f"{point}: {person.email} was answered {answer and answer.status}"]
    return faults_of(person, point)


def faults_of(person, point):
    """One case with the letter, whole, and one acknowledgement, or none where the limit took it."""
    reference = Submission.objects.get(pk=person.submission.pk).case_reference
    with scoped(ALL):
        cases = list(Case.objects.filter(constituent__contact_points__value=person.email))
        files = list(CaseFile.objects.filter(case__in=cases))
        mails = [row for row in OutboxMessage.objects.all() if person.email in row.recipients]
    found = []
    if [case.reference for case in cases] != [reference]:
        found.append(f"{point}: {len(cases)} cases of one submission")
    if [whole(file) for file in files] != [True]:
        found.append(f"{point}: {len(files)} files, or their bytes are not whole")
    if len(mails) > 1 or not (mails or point in NO_MAIL):
        found.append(f"{point}: {len(mails)} acknowledgements")
    return found


def whole(file):
    bytes_there = store.open_or_none(file.key)
    with bytes_there:
        return hashlib.sha256(bytes_there.read()).hexdigest() == file.sha256


def orphans():
    """What lies in the store beyond what rows name, once the sweep has been."""
    with scoped(ALL):
        known = {
            key for model in (CaseFile, SubmissionFile) for key in model.objects.values_list("key", flat=True)
        }
    store.sweep_orphans(known_keys=known, older_than=timezone.now() + timedelta(hours=2))
    return [
        f"orphan {name}" for name in {path.name for path in store.root().rglob("*") if path.is_file()} - known
    ]


@pytest.mark.django_db(transaction=True)
def test_a_killed_web_process_loses_and_doubles_nothing(one_store, contact, served, amount, proof):
    assert ANSWERS["files"] == {}
    number, failures = amount(5, 500), []
    for each in range(number):
        cache.clear()  # everybody comes from one network here
        failures += journey(served, each, POINTS[each % len(POINTS)])
    failures += orphans()
    assert served.killed >= number * 0.9, "hardly anybody was killed"
    proof(
        "B-22",
        "kills of a web process while a file or a case is sent",
        tried=served.killed,
        failures=failures,
    )
