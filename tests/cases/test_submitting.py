"""From answers to a case: what comes along, and what a crowd may not do."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.utils import timezone

from casework.cases.alerts import first_today
from casework.cases.files import sweep_files
from casework.cases.models import Case, CaseFile
from casework.cases.submissions import submit
from casework.constituents.models import Constituent
from casework.files import store
from casework.files.intake import take_in
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import SubmissionFile
from casework.scope import ALL, scoped
from tests.raise_case.conftest import ANSWERS, contact, definition  # noqa: F401


def filled(version, by=None, **changed):
    submission, _key = services.start_submission(version=version, by=by)
    for step, answers in (ANSWERS | changed).items():
        submission = services.save_answers(submission=submission, step=step, answers=answers, by=by)
    return submission


def with_file(submission):
    taken = take_in(SimpleUploadedFile("proof.txt", b"what happened"))
    services.add_file(submission=submission, question="files", taken=taken, most=10)
    return taken.key


@pytest.fixture
def everything():
    with scoped(ALL):
        yield


def test_files_go_along_with_the_case_and_leave_the_submission(contact, everything):  # noqa: F811
    submission = filled(contact)
    key = with_file(submission)
    case = submit(submission=submission, by=None)
    assert [file.key for file in case.messages.get().files.all()] == [key]
    assert not SubmissionFile.objects.exists()


def test_the_sweep_keeps_a_file_whose_case_is_made_while_it_reads(contact, everything):  # noqa: F811
    submission = filled(contact)
    key = with_file(submission)
    long_ago = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(store.path_of(key), (long_ago, long_ago))
    readings = []

    def submit_between_the_readings(execute, sql, *arguments):
        if sql.startswith("SELECT") and ("casefile" in sql or "submissionfile" in sql):
            readings.append(sql)
            if len(readings) == 2:
                submit(submission=submission, by=None)
        return execute(sql, *arguments)

    with connection.execute_wrapper(submit_between_the_readings):
        assert sweep_files() == 0
    assert CaseFile.objects.get().key in set(store.keys())


def test_the_sweep_removes_what_no_row_names(contact, everything):  # noqa: F811
    taken = take_in(SimpleUploadedFile("lost.txt", b"nobody's"))
    long_ago = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(store.path_of(taken.key), (long_ago, long_ago))
    assert sweep_files() == 1
    assert store.open_or_none(taken.key) is None


def test_another_name_than_the_known_one_stands_in_the_case(contact, ada, everything):  # noqa: F811
    you = {"name": "Ada King", "email": ada.email}
    submit(submission=filled(contact, by=ada, you=you), by=ada)
    case = submit(submission=filled(contact, by=ada, you=you | {"name": "Ada Lovelace"}), by=ada)
    assert Constituent.objects.get().name == "Ada King"
    assert "Ada Lovelace" in [line["answer"] for line in case.answers]
    assert "Ada King" not in [line["answer"] for line in Case.objects.earliest("pk").answers]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_names_one_address_at_several_offices_gets_it_one_mail(contact):  # noqa: F811
    members = ["ines-vale", "hugh-marsh"] * 5
    waiting = [filled(contact, member={"member": member}) for member in members]

    def send(submission):
        try:
            return submit(submission=submission, by=None).office_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(waiting)) as pool:
        assert len(set(pool.map(send, waiting))) == 2
    with scoped(ALL):
        assert Case.objects.count() == 10
        assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_the_same_moment_one_is_the_first():
    together = Barrier(10)

    def ask(_number):
        try:
            connections["cache"].ensure_connection()
            together.wait()
            return first_today("amina@london.example")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, range(10))) == 1


def test_the_next_day_the_address_may_get_another(contact, everything, monkeypatch):  # noqa: F811
    submit(submission=filled(contact), by=None)
    submit(submission=filled(contact), by=None)
    assert OutboxMessage.objects.count() == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    submit(submission=filled(contact), by=None)
    assert OutboxMessage.objects.count() == 2
