"""The doctor finds what is planted and says what to do, without naming anybody."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post
from casework.scope import ALL, scoped
from config import doctor, heartbeat
from config.backups import folder
from config.doctor import Level

from .conftest import run


def looked(name):
    return [finding for finding in doctor.LOOKS[name]() if finding.level is not Level.OK]


def only(name):
    (finding,) = looked(name)
    return finding


def test_each_look_is_a_line_and_a_fault_an_exit_status(db, monkeypatch, capsys):
    monkeypatch.setattr(
        doctor, "LOOKS", {"one": lambda: iter(()), "two": lambda: iter([doctor.fault("Do this.")])}
    )
    with pytest.raises(CommandError, match="1 faults"):
        run("doctor")
    assert [(name, str(each.level), each.text) for name, each in doctor.examine()] == [
        ("one", "ok", ""),
        ("two", "fault", "Do this."),
    ]


def test_a_look_that_breaks_is_a_fault_without_its_words(monkeypatch):
    def broken():
        raise ValueError("password=hunter2")

    monkeypatch.setattr(doctor, "LOOKS", {"one": broken})
    ((_name, finding),) = doctor.examine()
    assert finding.level is Level.FAULT
    assert "hunter2" not in finding.text


def test_a_sound_installation_has_no_fault_in_its_database(db):
    assert [looked(name) for name in ("database", "migrations", "cache", "keys", "clock")] == [[]] * 5


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_outside_the_wall_is_found():
    from config.databases import as_owner

    def alter(how):
        with as_owner("default"), connection.cursor() as cursor:
            cursor.execute(f"alter table cases_case {how} force row level security")

    alter("no")
    try:
        assert "cases_case is not behind the wall" in only("database").text
    finally:
        alter("")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_not_applied_is_found():
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    try:
        assert "1 migrations are not applied" in only("migrations").text
    finally:
        recorder.record_applied("sessions", "0001_initial")


def test_a_full_disk_is_found(settings):
    settings.FILES_KEEP_FREE = 2**60
    assert only("disk").level is Level.FAULT


@pytest.mark.parametrize(("minutes", "level"), [(20, Level.WARNING), (90, Level.FAULT)])
def test_mail_that_waits_is_found(db, minutes, level):
    row = post(to=["ada@london.example"], subject="Hello", text="Hello.", purpose="test")
    with scoped(ALL):
        type(row).objects.update(due_at=timezone.now() - timedelta(minutes=minutes))
    assert only("unsent mail").level is level


def test_a_worker_that_is_gone_is_found(db):
    assert "No worker" in only("worker").text
    heartbeat.beat()
    assert looked("worker") == []


def test_a_mail_server_that_is_not_there_is_found(settings, db):
    settings.MAIL_URL = "smtp://127.0.0.1:9"
    settings.MAILERS = settings.MAILERS | {
        "out": {
            "BACKEND": "casework.outbox.backends.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    assert only("mail server").level is Level.FAULT


@pytest.mark.parametrize(
    ("days", "words"), [(None, "no back-up"), (3, "newest back-up"), (36, "older than 35 days")]
)
def test_a_backup_that_is_too_old_is_found(backups, days, words):
    backups.mkdir()
    if days:
        (backups / folder.name_at(timezone.now() - timedelta(days=days))).touch()
    assert any(words in finding.text for finding in looked("back-ups"))


def test_a_scanner_that_is_silent_is_found(settings, db):
    settings.CLAMD_URL = ""
    assert only("scanner").level is Level.WARNING
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    assert only("scanner").level is Level.FAULT


def test_an_entry_of_the_future_is_found(db):
    record(Verb.SIGNED_IN, by=None)
    assert looked("clock") == []
    with scoped(ALL):
        Entry.objects.create(verb=Verb.SIGNED_IN, at=timezone.now() + timedelta(hours=1))
    assert "of the future" in only("clock").text


def test_a_file_that_others_can_read_is_found(backups):
    backups.mkdir(mode=0o700)
    path = backups / folder.name_at(timezone.now())
    path.touch(mode=0o644)
    path.chmod(0o644)
    assert any(str(path) in finding.text for finding in looked("file modes"))


def test_second_factors_without_their_key_are_found(ben, settings):
    from accounts.services import enrol_totp

    enrol_totp(user=ben, secret="A" * 32)
    assert looked("keys") == []
    settings.SECRET_KEY = "another" * 10
    assert "Second factors" in only("keys").text
    assert ben.email not in only("keys").text
