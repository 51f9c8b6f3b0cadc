"""The doctor reports planted faults with advice, and names no person."""

import socket
from datetime import timedelta
from threading import Thread

import pytest
from django.core.management import CommandError
from django.db import connection, connections
from django.utils import timezone

from accounts.models import Installation
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post
from casework.wall.scope import ALL, scoped
from ops import doctor, heartbeat
from ops.backups import folder
from ops.databases import as_owner
from ops.doctor import Level

from .conftest import run


def problems(name):
    return [finding for finding in doctor.CHECKS[name]() if finding.level is not Level.OK]


def problem(name):
    (finding,) = problems(name)
    return finding


def test_doctor_with_a_fault_exits_with_an_error(db, monkeypatch, capsys):
    monkeypatch.setattr(
        doctor, "CHECKS", {"one": lambda: iter(()), "two": lambda: iter([doctor.fault("Do this.")])}
    )
    with pytest.raises(CommandError, match="1 faults"):
        run("doctor")
    assert [(name, str(each.level), each.text) for name, each in doctor.run_checks()] == [
        ("one", "ok", ""),
        ("two", "fault", "Do this."),
    ]


def test_failing_check_is_a_fault_without_the_error_message(monkeypatch):
    def broken():
        raise ValueError("password=hunter2")

    monkeypatch.setattr(doctor, "CHECKS", {"one": broken})
    ((_name, finding),) = doctor.run_checks()
    assert finding.level is Level.FAULT
    assert "hunter2" not in finding.text


def test_doctor_finds_no_database_fault_in_a_sound_installation(db):
    assert [problems(name) for name in ("database", "migrations", "cache", "keys", "clock")] == [[]] * 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_doctor_finds_table_without_row_level_security():
    def alter(how):
        with as_owner("default"), connection.cursor() as cursor:
            cursor.execute(f"alter table cases_case {how} force row level security")

    alter("no")
    try:
        assert "cases_case is not behind the wall" in problem("database").text
    finally:
        alter("")


@pytest.mark.django_db(transaction=True)
def test_doctor_finds_unapplied_migration():
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    try:
        assert "1 migrations are not applied" in problem("migrations").text
    finally:
        recorder.record_applied("sessions", "0001_initial")


def test_doctor_finds_full_disk(settings):
    settings.FILES_KEEP_FREE = 2**60
    assert problem("disk").level is Level.FAULT


@pytest.mark.parametrize(("minutes", "level"), [(20, Level.WARNING), (90, Level.FAULT)])
def test_doctor_finds_waiting_mail(db, minutes, level):
    row = post(to=["ada@london.example"], subject="Hello", text="Hello.", purpose="test")
    with scoped(ALL):
        type(row).objects.update(due_at=timezone.now() - timedelta(minutes=minutes))
    assert problem("unsent mail").level is level


@pytest.fixture
def answered_by(settings, monkeypatch):
    """Return a function that lets a server which calls itself so answer at the service's address, which is in use."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
    monkeypatch.setattr(doctor, "in_production", lambda: True)

    def serve(name):
        line, _address = listening.accept()
        with line:
            line.recv(4096)
            line.sendall(f"HTTP/1.1 200 OK\r\nServer: {name}\r\nContent-Length: 2\r\n\r\nok".encode())

    yield lambda name: Thread(target=serve, args=(name,), daemon=True).start()
    listening.close()


@pytest.mark.parametrize(("name", "levels"), [("gunicorn", [Level.FAULT]), ("nginx", [])])
def test_doctor_finds_web_server_without_a_proxy_in_front(answered_by, name, levels):
    answered_by(name)
    assert [each.level for each in problems("proxy")] == levels


def test_doctor_says_that_it_could_not_look_for_a_proxy(settings, monkeypatch):
    settings.BASE_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(doctor, "in_production", lambda: True)
    assert problem("proxy").level is Level.WARNING


def test_doctor_finds_missing_worker(db):
    assert "No worker" in problem("worker").text
    heartbeat.beat()
    assert problems("worker") == []


def test_doctor_finds_unreachable_mail_server(settings, db):
    settings.MAIL_URL = "smtp://127.0.0.1:9"
    settings.MAILERS = settings.MAILERS | {
        "out": {
            "BACKEND": "casework.outbox.backends.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    assert problem("mail server").level is Level.FAULT


@pytest.mark.parametrize(
    ("days", "words"), [(None, "no back-up"), (3, "newest back-up"), (36, "older than 35 days")]
)
def test_doctor_finds_missing_or_old_backup(backups, days, words):
    backups.mkdir()
    if days:
        (backups / folder.name_at(timezone.now() - timedelta(days=days))).touch()
    assert any(words in finding.text for finding in problems("back-ups"))


def test_doctor_finds_unset_or_unreachable_scanner(settings, db):
    settings.CLAMD_URL = ""
    assert problem("scanner").level is Level.WARNING
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    assert problem("scanner").level is Level.FAULT


def test_doctor_finds_log_entry_from_the_future(db):
    record(Verb.SIGNED_IN, by=None)
    assert problems("clock") == []
    with scoped(ALL):
        Entry.objects.create(verb=Verb.SIGNED_IN, at=timezone.now() + timedelta(hours=1))
    assert "of the future" in problem("clock").text


def test_doctor_finds_file_readable_by_other_users(backups):
    backups.mkdir(mode=0o700)
    path = backups / folder.name_at(timezone.now())
    path.touch(mode=0o644)
    path.chmod(0o644)
    assert any(str(path) in finding.text for finding in problems("file modes"))


def test_doctor_finds_second_factors_without_their_key(ben, settings):
    from accounts.services import enrol_totp

    enrol_totp(user=ben, secret="A" * 32)
    assert problems("keys") == []
    settings.SECRET_KEY = "another" * 10
    assert "Second factors" in problem("keys").text
    assert ben.email not in problem("keys").text


def test_a_bare_installation_lists_all_missing_parts(db):
    told = " ".join(finding.text for finding in problems("set-up"))
    for words in ("belongs to no body", "no office", "No Member", "form contact", "no privacy notice"):
        assert words in told
    assert {finding.level for finding in problems("set-up")} == {Level.FAULT}


def test_pilot_tasks_are_listed_except_on_a_demo(db):
    assert "Pilot: not for live personal data" in problem("pilot").text
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    assert problems("pilot") == []


@pytest.mark.django_db(transaction=True)
def test_the_advice_about_a_missing_cache_table_works():
    """On SQLite the table stands in a file of its own, which a plain createcachetable must find."""
    alias = "cache" if connection.vendor == "sqlite" else "default"
    with as_owner(alias), connections[alias].cursor() as cursor:
        cursor.execute("drop table cache_entries")
    advice = problem("cache").text
    assert "manage.py createcachetable" in advice
    run("createcachetable")
    assert problems("cache") == []
