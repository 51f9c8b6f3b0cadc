"""B-22: a web process is killed with SIGKILL while a file or case is sent, and the person tries again."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from casework.cases.models import Case, CaseFile
from casework.files import store
from casework.files.models import known_keys
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import Submission, SubmissionFile
from casework.wall.scope import ALL, scoped
from ops.set_up.form import standard_form
from ops.set_up.reading import london
from tests.raise_case.hand import ANSWERS, Hand

ANY_MOMENT = ("upload: any moment", "send: any moment")
POINTS = (
    "upload: row written", "upload: committed", "send: marked as sent", "send: all written", "send: committed",
    "upload: bytes written", "upload: bytes in the store",
    "send: begun", "send: case opened", "send: files handed over",
    *ANY_MOMENT * 5,
)  # fmt: skip
# The mark for "this address was mailed today" intentionally outlives the case's transaction (`alerts.first_today`).
NO_MAIL = {"send: all written", "send: any moment"}


@pytest.fixture
def shared_store(settings):
    """Use one file store for this process and the server."""
    settings.FILES_ROOT = configured.DATA_DIR / "files"
    for key in list(store.keys()):
        store.delete(key)


@pytest.fixture
def contact(assembly):
    services.publish(slug="contact", definition=standard_form(london().words), by=None)


def multipart(name, content):
    edge = uuid.uuid4().hex
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="upload"\r\n\r\n1\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="files-files"; filename="{name}"\r\n'
        f"Content-Type: text/plain\r\n\r\n{content}\r\n--{edge}--\r\n"
    )
    return {"body": parts.encode(), "kind": f"multipart/form-data; boundary={edge}"}


class Person:
    """A person with a file to upload and a case to send, in their own browser session."""

    def __init__(self, server, number):
        self.server, self.email = server, f"person{number}@london.example"
        self.hand = Hand(Client())
        self.hand.fill(until="files")
        self.session = self.hand.client.cookies["session"].value
        self.submission = Submission.objects.latest("pk")

    def upload(self, how):
        """Upload the letter unless it is already there."""
        if not SubmissionFile.objects.filter(submission=self.submission).exists():
            letter = multipart("letter.txt", f"Dear operator, I am {self.email}")
            return how("POST", self.hand.url("files"), session=self.session, **letter)

    def answer_remaining_steps(self):
        """Answer the remaining steps, following the redirects."""
        answers = ANSWERS | {"you": {"name": "Amina Yusuf", "email": self.email}}
        step = "files"
        while step != "check":
            step = self.hand.post(step, answers[step]).url.split("?")[0].strip("/").split("/")[-1]

    def send(self, how):
        return how("POST", self.hand.url("check"), session=self.session)


def journey(server, number, point):
    person = Person(server, number)
    step = person.upload if point.startswith("upload") else person.send
    response = server.attempt(step, point) if step == person.upload else person.upload(server.retry)
    if response is not None and "notice=saved" not in response.getheader("Location", ""):
        return [f"{point}: a letter was answered {response.status}"]
    person.answer_remaining_steps()
    answer = server.attempt(step, point) if step == person.send else person.send(server.retry)
    if answer is None or answer.status != 302 or "/sent/" not in answer.getheader("Location", ""):
        return [f"{point}: {person.email} was answered {answer and answer.status}"]
    return faults_of(person, point)


def faults_of(person, point):
    """Return what is wrong: there must be one case with one intact file, and one acknowledgement within the limits."""
    reference = Submission.objects.get(pk=person.submission.pk).case_reference
    with scoped(ALL):
        cases = list(Case.objects.filter(constituent__contact_points__value=person.email))
        files = list(CaseFile.objects.filter(case__in=cases))
        mails = [row for row in OutboxMessage.objects.all() if person.email in row.recipients]
    found = []
    if [case.reference for case in cases] != [reference]:
        found.append(f"{point}: {len(cases)} cases of one submission")
    if [intact(file) for file in files] != [True]:
        found.append(f"{point}: {len(files)} files, or their bytes are not intact")
    if len(mails) > 1 or not (mails or point in NO_MAIL):
        found.append(f"{point}: {len(mails)} acknowledgements")
    return found


def intact(file):
    bytes_there = store.open_or_none(file.key)
    with bytes_there:
        return hashlib.sha256(bytes_there.read()).hexdigest() == file.sha256


def orphans():
    """Return files in the store without a row, after the sweep."""
    with scoped(ALL):
        known = known_keys()
    store.sweep_orphans(known_keys=known, older_than=timezone.now() + timedelta(hours=2))
    return [
        f"orphan {name}" for name in {path.name for path in store.root().rglob("*") if path.is_file()} - known
    ]


@pytest.mark.django_db(transaction=True)
def test_killed_web_process_neither_loses_nor_duplicates_data(shared_store, contact, server, amount, proof):
    assert ANSWERS["files"] == {}
    number, failures = amount(5, 500), []
    for each in range(number):
        cache.clear()  # all persons share one network and its limit
        failures += journey(server, each, POINTS[each % len(POINTS)])
    failures += orphans()
    assert server.killed >= number * 0.9, "too few processes were killed"
    proof(
        "B-22",
        "kills of a web process while a file or a case is sent",
        tried=server.killed,
        failures=failures,
    )
