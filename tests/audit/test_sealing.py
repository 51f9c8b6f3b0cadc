"""Sealing: each entry is sealed once, whatever the order of commits and whichever worker is killed."""

import fcntl
import os
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casework.audit import anchor, guards, sealing
from casework.audit.models import Entry
from casework.audit.sealing import oldest_unsealed_age, seal_due
from casework.audit.services import erase_reason, record
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped
from tests.audit.helpers import (
    entries,
    faults,
    rolled_back,
    seals,
    sql,
    unsealed,
    verify_log,
    write_and_seal,
    write_entries,
)

pytestmark = pytest.mark.django_db


def test_each_office_and_entries_without_office_have_their_own_chain():
    write_entries(2, office=1)
    write_entries(3, office=2)
    write_entries(1, office=None)
    write_and_seal(1, office=1)
    write_and_seal(1, office=1)

    assert {(seal.office_id, seal.number, seal.count, seal.total) for seal in seals()} == {
        (None, 1, 1, 1),
        (2, 1, 3, 3),
        (1, 1, 3, 3),
        (1, 2, 1, 4),
    }
    assert unsealed() == []
    assert faults() == set()


def test_sealing_without_new_entries_writes_neither_seal_nor_line(own_anchor):
    assert seal_due() is False
    assert seals() == []
    assert own_anchor.read_text() == ""


def test_full_sealing_run_reports_more_to_seal(monkeypatch):
    monkeypatch.setattr(sealing, "MOST_IN_A_RUN", 3)
    write_entries(5)

    assert seal_due() is True
    assert seal_due() is False
    assert [seal.count for seal in seals()] == [3, 2]


def test_rolled_back_act_leaves_no_entry_and_no_unsealed_row():
    with rolled_back():
        write_entries()

    assert entries() == unsealed() == []


def test_entry_committed_after_later_entries_were_sealed_is_sealed():
    """Simulate two transactions: the first entry's `Unsealed` row becomes visible after the second was sealed."""
    write_entries(2)
    late = unsealed()[0]
    sql(f"delete from audit_unsealed where entry_id = {late.pk}")
    seal_due()
    sql(f"insert into audit_unsealed (entry_id) values ({late.pk})")
    seal_due()

    assert [seal.count for seal in seals()] == [1, 1]
    assert faults() == set()


def test_anchor_has_one_line_per_seal(own_anchor):
    write_and_seal(2, office=7)
    write_and_seal(1, office=7)
    write_and_seal(1, office=None)

    lines = [anchor.read_line(raw) for raw in own_anchor.read_bytes().splitlines(keepends=True)]
    assert [(line.chain, line.number, line.total) for line in lines] == [
        ("office-7", 1, 2),
        ("office-7", 2, 3),
        ("no-office", 1, 1),
    ]
    assert own_anchor.stat().st_mode & 0o007 == 0


def test_line_missing_after_a_killed_worker_is_appended_by_the_next_run(own_anchor):
    write_and_seal()
    write_entries()
    sealing.seal_waiting()  # killed before its line was appended
    assert faults() == set()

    seal_due()

    assert len(own_anchor.read_text().splitlines()) == 2
    assert verify_log()[0].chains["office-1"].anchored == 2


def test_truncated_anchor_line_is_written_again(own_anchor):
    write_and_seal()
    write_and_seal()
    os.truncate(own_anchor, own_anchor.stat().st_size - 20)

    write_and_seal()

    assert faults() == set()
    assert verify_log()[0].chains["office-1"].anchored == 3


def test_anchor_ahead_of_the_database_is_logged_once_by_the_worker(own_anchor, caplog):
    write_and_seal(office=9)
    with own_anchor.open("a") as file:
        file.write(f"office-9 5 9 {'a' * 64}\n")

    write_and_seal(office=9)
    write_and_seal(office=9)

    assert [record.getMessage() for record in caplog.records if "audit" in record.getMessage()] == [
        "audit: the anchor knows seal 5 of office-9, the database only 1"
    ]
    assert ("office-9", "seal", "5") in faults()


def test_new_anchor_file_gets_every_line(own_anchor):
    write_and_seal(office=1)
    write_and_seal(office=2)
    own_anchor.rename(own_anchor.with_name("moved"))

    seal_due()

    assert own_anchor.read_text() == own_anchor.with_name("moved").read_text()


def test_sealing_is_skipped_while_another_process_holds_the_lock(own_anchor):
    write_entries()
    with own_anchor.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert seal_due() is False
    assert seals() == []

    seal_due()
    assert len(seals()) == 1


def test_without_a_writable_anchor_nothing_is_sealed_and_the_age_grows(settings, tmp_path):
    settings.AUDIT_ANCHOR = tmp_path / "no-such-folder" / "anchor"
    write_entries()

    with pytest.raises(FileNotFoundError):
        seal_due()

    assert seals() == []
    assert oldest_unsealed_age() > timedelta()


def test_oldest_unsealed_age_is_zero_without_unsealed_entries():
    write_and_seal()
    assert oldest_unsealed_age() == timedelta()


def test_unsealed_entries_are_counted_and_not_reported_as_faults():
    write_and_seal(2)
    write_entries(3)

    found, wrong = verify_log()

    assert wrong == []
    assert found.chains["office-1"].waiting == 3


def test_erased_reason_does_not_break_the_chain(dev):
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang about her lift")
    write_and_seal()
    [entry, _] = entries()

    erase_reason(entry=entry, by=dev)
    seal_due()

    entry = entries()[0]
    assert (entry.reason, entry.salt) == ("", "")
    assert entry.commitment
    assert faults() == set()
    assert verify_log()[0].chains["office-1"].erased == 1


def test_same_reason_twice_has_different_commitments(dev, own_anchor):
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang")
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang")
    one, other = entries()

    assert one.commitment != other.commitment, "the same words must not show as the same"


@pytest.mark.parametrize(
    "statement",
    [
        "delete from audit_entry",
        "delete from audit_seal",
        "update audit_entry set verb = 'x'",
        "update audit_entry set reason = 'other words'",
        "update audit_entry set office_id = 2",
        "update audit_seal set hash = 'x'",
    ],
)
def test_database_refuses_to_change_or_delete_log_rows(statement, dev):
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang")
    seal_due()

    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)


def test_all_guards_are_in_place_after_migrations():
    assert list(guards.faults()) == []


def test_office_reads_only_its_own_seals(assembly):
    if connection.vendor != "postgresql":
        pytest.skip("row-level security")
    from casework.audit.models import Seal
    from casework.wall.scope import office_scope

    write_and_seal(office=assembly.office.pk)
    with scoped(office_scope(assembly.rival.pk)):
        assert not Seal.objects.exists()
    with scoped(office_scope(assembly.office.pk)):
        assert Seal.objects.exists()


def test_entry_time_is_not_after_its_sealing_time():
    write_and_seal()
    with scoped(ALL):
        assert Entry.objects.get().at <= seals()[0].sealed_at <= timezone.now()
