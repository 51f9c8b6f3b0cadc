"""Restoring: every row and file returns, no mail is sent twice, and old sessions and links end."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError

from accounts.models import User
from accounts.services import open_recovery_link, recovery_link
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from ops import heartbeat
from ops.backups import create, held_mail, restore, rows
from tests import factories

from .conftest import CANARY, only, run, tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def restore_backup(backups, key):
    """Return a function that restores the only back-up over this installation and returns its output."""

    def restore_only_backup(**options):
        cache.delete(heartbeat.KEY)
        return run("restore", only(backups), key=key, replace=True, **options)

    return restore_only_backup


def digests(*without):
    with scoped(ALL):
        return {
            table.label: str(rows.digest_of(table))
            for table in rows.tables(apps)
            if table.label not in without
        }


def destroy_data(settings):
    """Delete the files, change the cases and add a foreign account."""
    with scoped(ALL):
        Case.objects.update(subject="Gone")
    factories.staff("Intruder")
    for path in settings.FILES_ROOT.rglob("*"):
        if path.is_file():
            path.unlink()


def test_restore_returns_every_row_and_file(filled, backups, restore_backup, settings, proof, monkeypatch):
    """Leave out what a restore changes on purpose; other tests cover it."""
    before, files, media = digests(), tree(settings.FILES_ROOT), tree(settings.MEDIA_ROOT)
    run("backup")
    destroy_data(settings)
    assert digests() != before
    monkeypatch.setattr(held_mail, "finish_restore", lambda **_facts: 0)
    restore_backup()
    after = digests()
    failures = [f"{label}: rows differ" for label in before if before[label] != after[label]]
    failures += [
        f"{name}: bytes differ"
        for name, digest in files.items()
        if tree(settings.FILES_ROOT).get(name) != digest
    ]
    failures += [] if tree(settings.MEDIA_ROOT) == media else ["the site's pictures differ"]
    proof(
        "B-29",
        "tables and files, equal by hash after a restore",
        tried=len(before) + len(files),
        failures=failures,
    )


def test_restore_sends_no_mail_again(filled, restore_backup, sent_mail, settings, proof):
    run("backup")
    sent = [str(message["Subject"]) for message in sent_mail()]
    assert {"A reply", "A code"} <= set(sent)  # waiting in the back-up, sent before the restore
    restore_backup()
    for path in settings.MAIL_DIR.glob("*"):
        path.unlink()
    failures = [str(message["Subject"]) for message in sent_mail()]
    proof(
        "B-29",
        "mail that is not sent again after a restore",
        tried=len(sent),
        failures=failures,
    )


@pytest.fixture
def restored(filled, restore_backup):
    """Create a back-up with two waiting messages and restore it; return the output."""
    run("backup")
    return restore_backup()


def test_waiting_mail_is_held_until_released_or_dropped(restored, sent_mail):
    assert "2 messages are held" in restored
    output = run("held_mail")
    assert "account.code: 1 held" in output
    assert "codes or links that no one can send" in output
    sent = len(sent_mail())
    assert run("held_mail", release=True, purpose="case.alert", by=administrator().email).startswith(
        "released: 1"
    )
    assert [str(each["Subject"]) for each in sent_mail()[sent:]] == ["A reply"]
    assert run("held_mail", drop=True) == "dropped: 1\nNo mail is held.\n"
    assert len(sent_mail()) == sent + 1


def administrator():
    return factories.staff("Boss", is_administrator=True)


def test_held_mail_is_released_only_by_an_administrator(restored):
    with pytest.raises(CommandError, match="administrator"):
        run("held_mail", release=True, by="ben@staff.example")


def test_restored_log_verifies_and_records_the_restore_in_every_office(restored, assembly):
    faults = []
    Verification(faults.append).run()
    assert faults == []
    with scoped(ALL):
        offices = set(Entry.objects.filter(verb=Verb.RESTORED).values_list("office_id", flat=True))
    assert {None, assembly.office.pk, assembly.rival.pk} <= offices


def test_restore_keeps_the_previous_anchor(filled, restore_backup, own_anchor):
    run("backup")
    record(Verb.NOTE_ADDED, by=None, subject="later")
    run("worker", once=True)
    restore_backup()
    (before,) = own_anchor.parent.glob("audit-anchor-until-*")
    assert len(before.read_text().splitlines()) > 0


def test_restore_ends_sessions_and_invitation_links(filled, restore_backup, client, ben, assembly):
    client.force_login(ben)
    token = recovery_link(user=administrator(), by=None).rstrip("/").rpartition("/")[2]
    assert open_recovery_link(token)
    run("backup")
    restore_backup()
    assert not Session.objects.exists()
    assert open_recovery_link(token) is None


def test_restore_does_not_reuse_keys_of_deleted_rows(filled, restore_backup):
    gone = factories.staff("Gone")
    key, uuid = gone.pk, gone.uuid
    gone.delete()
    run("backup")
    restore_backup()
    assert not User.objects.filter(uuid=uuid).exists()
    assert factories.staff("Next").pk > key


def test_restore_refuses_an_installation_in_use(filled, backups, key):
    run("backup")
    with pytest.raises(CommandError, match="in use"):
        run("restore", only(backups), key=key)
    with pytest.raises(CommandError, match="A worker is running"):
        run("restore", only(backups), key=key, replace=True)
    with scoped(ALL):
        assert Case.objects.filter(subject=CANARY).exists()


def test_failed_restore_leaves_all_rows_unchanged(filled, restore_backup, monkeypatch):
    run("backup")
    before = digests()
    monkeypatch.setattr(
        restore, "continue_sequence", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(CommandError, match="run it again"):
        restore_backup()
    assert digests() == before


def test_restore_accepts_columns_in_another_order(filled, restore_backup, monkeypatch):
    """Reverse the columns: older migration states can have them in another order."""
    run("backup")
    known = rows.tables
    reordered = [replace(table, fields=table.fields[::-1]) for table in known(apps)]
    monkeypatch.setattr(rows, "tables", lambda _apps: reordered)
    assert "equal by digest" in restore_backup()


def test_backup_of_a_later_version_is_refused(filled, restore_backup, monkeypatch):
    known = create.about
    monkeypatch.setattr(
        create, "about", lambda *facts: known(*facts) | {"migrations": [["cases", "9999_from_the_future"]]}
    )
    run("backup")
    with pytest.raises(CommandError, match="newer version"):
        restore_backup()


def test_restore_reports_different_secret_keys(filled, restore_backup, settings):
    run("backup")
    settings.SECRET_KEY = "another" * 10
    assert "second factors cannot be read" in restore_backup()
