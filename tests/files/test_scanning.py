"""Files are held until scanned; infected ones are quarantined and later deleted."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.cases.models import Activity, CaseFile
from casework.cases.services.messages.message import receive_message
from casework.cases.tasks.file import empty_quarantine, oldest_unscanned_age, scan_files, sweep_files
from casework.files import clamd, scanning, store
from casework.files.intake import take_in
from casework.files.models import Scan
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services
from casework.questionnaires.models import SubmissionFile
from casework.wall.scope import ALL, scoped
from tests.clamav import VIRUS


@pytest.fixture(autouse=True)
def everything(db):
    with scoped(ALL):
        yield


def words(content=b"Dear operator", name="letter.txt"):
    return take_in(SimpleUploadedFile(name, content))


@pytest.fixture
def sent(case, ada):
    """Return a file on a message of Ada's case."""

    def send(content=b"Dear operator"):
        once = "00000000-0000-4000-8000-000000000001"
        message = receive_message(case=case, body="See this.", by=ada, once=once, files=[words(content)])
        return message.files.get()

    return send


def now(file):
    return type(file).objects.get(pk=file.pk)


def due_again():
    CaseFile.objects.update(scan_due_at=timezone.now())


def test_file_is_held_until_scanned(scanner, sent):
    file = sent()
    assert (file.scan, file.may_be_opened) == (Scan.WAITING, False)

    assert scan_files() is False

    assert (now(file).scan, now(file).may_be_opened) == (Scan.CLEAN, True)


def test_files_pass_when_no_scanner_is_configured(settings, sent):
    settings.CLAMD_URL = ""
    file = sent()

    assert scan_files() is False

    assert (now(file).scan, now(file).may_be_opened) == (Scan.NONE, True)


def test_scanner_configured_later_scans_earlier_files(settings, sent, request):
    settings.CLAMD_URL = ""
    file = sent(VIRUS)
    request.getfixturevalue("scanner")
    assert not now(file).may_be_opened

    scan_files()

    assert now(file).scan == Scan.QUARANTINED


def test_files_are_held_while_the_scanner_is_down_and_scanned_later(silent_scanner, sent, request):
    file = sent()
    for _again in range(3):
        scan_files()
        assert now(file).scan == Scan.WAITING
        due_again()

    request.getfixturevalue("scanner")
    scan_files()

    assert now(file).scan == Scan.CLEAN


def test_silent_scanner_is_retried_after_a_delay(silent_scanner, sent):
    file = sent()
    scan_files()

    wait = now(file).scan_due_at - timezone.now()

    assert timedelta(0) < wait <= scanning.WHILE_SILENT


def test_health_shows_how_long_files_have_waited(scanner, sent):
    assert oldest_unscanned_age() is None
    sent()
    CaseFile.objects.update(stored_at=timezone.now() - timedelta(hours=2))
    assert timedelta(hours=2) <= oldest_unscanned_age() < timedelta(hours=3)
    scan_files()
    assert oldest_unscanned_age() is None


def test_killed_worker_leaves_the_file_due(scanner, sent, monkeypatch):
    file = sent()

    def killed(content):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(clamd, "find_virus", killed)
        with pytest.raises(SystemExit):
            scan_files()
    assert now(file).scan_due_at > timezone.now() + scanning.WHILE_SILENT
    due_again()
    scan_files()

    assert now(file).scan == Scan.CLEAN


@pytest.fixture
def infected(scanner, sent, django_capture_on_commit_callbacks):
    file = sent(VIRUS)
    OutboxMessage.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        scan_files()
    return now(file)


def test_infected_bytes_are_quarantined(infected):
    assert infected.scan == Scan.QUARANTINED
    assert not infected.may_be_opened
    assert store.open_or_none(infected.key) is None
    assert infected.key not in set(store.keys())


def test_virus_is_reported_on_the_case_in_the_log_and_to_the_sender(infected, ada):
    [event] = Activity.objects.raised_by(ada).filter(verb=Activity.Verb.HELD)
    assert event.detail == {"direction": "in"}
    entry = Entry.objects.get(verb=Verb.FILE_QUARANTINED)
    assert (entry.office_id, entry.subject) == (infected.office_id, infected.case.reference)
    assert entry.detail["virus"] == "Casework.Test.UNOFFICIAL"
    assert OutboxMessage.objects.get().purpose == "case.alert"


def test_virus_is_reported_once(infected):
    scan_files()

    assert Activity.objects.filter(verb=Activity.Verb.HELD).count() == 1


def test_quarantined_rows_and_bytes_are_deleted_after_thirty_days(
    infected, private_files, django_capture_on_commit_callbacks
):
    CaseFile.objects.update(quarantined_at=timezone.now() - timedelta(days=29, hours=23))
    assert empty_quarantine() == 0
    CaseFile.objects.update(quarantined_at=timezone.now() - timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_quarantine() == 1

    assert not CaseFile.objects.exists()
    assert Entry.objects.filter(verb=Verb.FILE_DESTROYED).count() == 1
    assert files_below(private_files) == []


def test_quarantine_is_completed_after_a_killed_worker(infected, private_files):
    held = private_files / "quarantine" / infected.key
    held.rename(store.path_of(infected.key))

    empty_quarantine()

    assert held.exists()
    assert store.open_or_none(infected.key) is None


def test_sweep_keeps_quarantined_bytes_named_by_a_row(infected, private_files, monkeypatch):
    monkeypatch.setattr("casework.cases.tasks.file.LONGER_THAN_ANY_FORM", timedelta(hours=-1))
    assert sweep_files() == 0
    CaseFile.objects.all().delete()
    assert sweep_files() == 1

    assert list((private_files / "quarantine").iterdir()) == []


@pytest.fixture
def unsent(contact):
    submission, _key = services.start_submission(version=contact, by=None)

    def add(content):
        return services.add_file(submission=submission, question="files", taken=words(content), most=10)

    return add


def test_files_are_scanned_before_they_are_sent(scanner, unsent):
    good, bad = unsent(b"Dear operator"), unsent(VIRUS)

    scan_files()

    assert [now(file).scan for file in (good, bad)] == [Scan.CLEAN, Scan.QUARANTINED]
    assert not Activity.objects.exists()


def test_removed_infected_file_is_deleted_at_once(
    scanner, unsent, private_files, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        file = unsent(VIRUS)
        scan_files()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_file(submission=file.submission, file=file.uuid)

    assert files_below(private_files) == []


def test_file_moved_to_a_case_during_a_scan_is_due_again(scanner, unsent, monkeypatch):
    """The verdict on the deleted row is lost, so the file is scanned again: nothing is quarantined without a scan of
    its own row.
    """
    file = unsent(VIRUS)
    find = clamd.find_virus

    def moved_during_the_scan(content):
        SubmissionFile.objects.all().delete()
        return find(content)

    monkeypatch.setattr(clamd, "find_virus", moved_during_the_scan)
    with transaction.atomic():
        scan_files()

    assert store.path_of(file.key).exists()


def test_office_files_are_held_without_an_alert(scanner, sent, django_capture_on_commit_callbacks):
    file = sent(VIRUS)
    file.message.direction = "out"
    file.message.save()
    OutboxMessage.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        scan_files()

    assert now(file).scan == Scan.QUARANTINED
    assert not OutboxMessage.objects.exists()


def test_bytes_are_deleted_once_their_rows_are_gone(
    scanner, sent, unsent, private_files, monkeypatch, django_capture_on_commit_callbacks
):
    """Rows that were deleted without their bytes: on a case, in quarantine, partly sent, partly received."""
    with django_capture_on_commit_callbacks(execute=True):
        sent(), unsent(b"Dear operator"), unsent(VIRUS)
        scan_files()
    (private_files / "incoming").mkdir(exist_ok=True)
    (private_files / "incoming" / ("a" * 40)).write_bytes(b"half")
    assert len(files_below(private_files)) == 4

    CaseFile.objects.all().delete()
    SubmissionFile.objects.all().delete()
    monkeypatch.setattr("casework.cases.tasks.file.LONGER_THAN_ANY_FORM", timedelta(hours=-1))
    sweep_files()

    assert files_below(private_files) == []


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]
