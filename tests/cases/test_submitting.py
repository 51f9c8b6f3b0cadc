"""Submitting a questionnaire: files, constituent records and concurrent submissions."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.utils import timezone

from casework.cases.models import Case, CaseFile
from casework.cases.services.alerts.alert import first_today
from casework.cases.services.submission import submit
from casework.cases.tasks.file import sweep_files
from casework.constituents.models import Constituent
from casework.files import store
from casework.files.intake import take_in
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import SubmissionFile
from casework.wall.scope import ALL, scoped
from tests.raise_case.hand import ANSWERS


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


def test_files_move_from_the_submission_to_the_case(contact, everything):
    submission = filled(contact)
    key = with_file(submission)
    case = submit(submission=submission, by=None)
    assert [file.key for file in case.messages.get().files.all()] == [key]
    assert not SubmissionFile.objects.exists()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_sweep_keeps_a_file_submitted_while_it_runs(contact, everything, moment):
    submission = filled(contact)
    key = with_file(submission)
    long_ago = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(store.path_of(key), (long_ago, long_ago))
    readings = []

    def submit_around_the_reading(execute, sql, *arguments):
        reads = not readings and "casefile" in sql and "submissionfile" in sql
        if reads:
            readings.append(sql)
        if reads and moment == "before":
            submit(submission=submission, by=None)
        rows = execute(sql, *arguments)
        if reads and moment == "after":
            submit(submission=submission, by=None)
        return rows

    with connection.execute_wrapper(submit_around_the_reading):
        assert sweep_files() == 0
    assert readings
    assert CaseFile.objects.get().key in set(store.keys())


def test_sweep_deletes_unreferenced_files(contact, everything):
    taken = take_in(SimpleUploadedFile("lost.txt", b"orphaned"))
    long_ago = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(store.path_of(taken.key), (long_ago, long_ago))
    assert sweep_files() == 1
    assert store.open_or_none(taken.key) is None


def test_different_name_is_kept_in_the_case_and_not_on_the_record(contact, ada, everything):
    you = {"name": "Ada King", "email": ada.email}
    submit(submission=filled(contact, by=ada, you=you), by=ada)
    case = submit(submission=filled(contact, by=ada, you=you | {"name": "Ada Lovelace"}), by=ada)
    assert Constituent.objects.get().name == "Ada King"
    assert "Ada Lovelace" in [line["answer"] for line in case.answers]
    assert "Ada King" not in [line["answer"] for line in Case.objects.earliest("pk").answers]


@pytest.mark.django_db(transaction=True)
def test_concurrent_submissions_with_one_address_send_one_mail(contact):
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
def test_first_today_is_true_once_under_concurrency():
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


def test_address_may_get_another_mail_the_next_day(contact, everything, monkeypatch):
    submit(submission=filled(contact), by=None)
    submit(submission=filled(contact), by=None)
    assert OutboxMessage.objects.count() == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: tomorrow)
    submit(submission=filled(contact), by=None)
    assert OutboxMessage.objects.count() == 2
