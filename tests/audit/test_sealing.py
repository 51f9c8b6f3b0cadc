"""What is appended is sealed once, whatever commits when and whoever is killed."""

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
from casework.scope import ALL, scoped
from tests.audit.hands import entries, faults, reading, sealed, seals, sql, undone, waiting, written

pytestmark = pytest.mark.django_db


def test_each_office_has_a_chain_of_its_own_and_so_has_what_has_no_office():
    written(2, office=1)
    written(3, office=2)
    written(1, office=None)
    sealed(1, office=1)
    sealed(1, office=1)

    assert {(seal.office_id, seal.number, seal.count, seal.total) for seal in seals()} == {
        (None, 1, 1, 1),
        (2, 1, 3, 3),
        (1, 1, 3, 3),
        (1, 2, 1, 4),
    }
    assert waiting() == []
    assert faults() == set()


def test_nothing_to_seal_writes_nothing(own_anchor):
    assert seal_due() is False
    assert seals() == []
    assert own_anchor.read_text() == ""


def test_a_full_run_asks_to_be_run_again(monkeypatch):
    monkeypatch.setattr(sealing, "MOST_IN_A_RUN", 3)
    written(5)

    assert seal_due() is True
    assert seal_due() is False
    assert [seal.count for seal in seals()] == [3, 2]


def test_an_act_that_is_rolled_back_leaves_neither_entry_nor_promise():
    with undone():
        written()

    assert entries() == waiting() == []


def test_an_entry_that_commits_after_later_ones_were_sealed_is_sealed_then():
    """The first entry's promise becomes visible only after the second's was kept, as with two transactions."""
    written(2)
    late = waiting()[0]
    sql(f"delete from audit_unsealed where entry_id = {late.pk}")
    seal_due()
    sql(f"insert into audit_unsealed (entry_id) values ({late.pk})")
    seal_due()

    assert [seal.count for seal in seals()] == [1, 1]
    assert faults() == set()


def test_the_anchor_has_a_line_for_each_seal(own_anchor):
    sealed(2, office=7)
    sealed(1, office=7)
    sealed(1, office=None)

    lines = [anchor.read_line(raw) for raw in own_anchor.read_bytes().splitlines(keepends=True)]
    assert [(line.chain, line.number, line.total) for line in lines] == [
        ("office-7", 1, 2),
        ("office-7", 2, 3),
        ("no-office", 1, 1),
    ]
    assert own_anchor.stat().st_mode & 0o007 == 0


def test_a_line_that_a_killed_worker_left_out_is_written_by_the_next_run(own_anchor):
    sealed()
    written()
    sealing.seal_waiting()  # and killed before the line
    assert faults() == set()

    seal_due()

    assert len(own_anchor.read_text().splitlines()) == 2
    assert reading()[0].chains["office-1"].anchored == 2


def test_a_line_cut_by_a_loss_of_power_is_written_again(own_anchor):
    sealed()
    sealed()
    os.truncate(own_anchor, own_anchor.stat().st_size - 20)

    sealed()

    assert faults() == set()
    assert reading()[0].chains["office-1"].anchored == 3


def test_a_database_that_was_put_back_is_said_once_in_the_log_of_the_worker(own_anchor, caplog):
    sealed(office=9)
    with own_anchor.open("a") as file:
        file.write(f"office-9 5 9 {'a' * 64}\n")

    sealed(office=9)
    sealed(office=9)

    assert [record.getMessage() for record in caplog.records if "audit" in record.getMessage()] == [
        "audit: the anchor knows seal 5 of office-9, the database only 1"
    ]
    assert ("office-9", "seal", "5") in faults()


def test_a_new_file_gets_every_line(own_anchor):
    sealed(office=1)
    sealed(office=2)
    own_anchor.rename(own_anchor.with_name("moved"))

    seal_due()

    assert own_anchor.read_text() == own_anchor.with_name("moved").read_text()


def test_while_one_process_seals_another_leaves_it_alone(own_anchor):
    written()
    with own_anchor.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert seal_due() is False
    assert seals() == []

    seal_due()
    assert len(seals()) == 1


def test_without_its_anchor_nothing_is_sealed_and_the_age_says_so(settings, tmp_path):
    settings.AUDIT_ANCHOR = tmp_path / "no-such-folder" / "anchor"
    written()

    with pytest.raises(FileNotFoundError):
        seal_due()

    assert seals() == []
    assert oldest_unsealed_age() > timedelta()


def test_the_age_of_what_waits_is_zero_when_nothing_does():
    sealed()
    assert oldest_unsealed_age() == timedelta()


def test_what_waits_is_said_and_is_no_fault():
    sealed(2)
    written(3)

    found, wrong = reading()

    assert wrong == []
    assert found.chains["office-1"].waiting == 3


def test_a_reason_can_be_erased_and_the_chain_holds(dev):
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang about her lift")
    sealed()
    [entry, _] = entries()

    erase_reason(entry=entry, by=dev)
    seal_due()

    entry = entries()[0]
    assert (entry.reason, entry.salt) == ("", "")
    assert entry.commitment
    assert faults() == set()
    assert reading()[0].chains["office-1"].erased == 1


def test_a_reason_is_in_no_seal_and_in_no_line(dev, own_anchor):
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
def test_the_database_itself_refuses_to_change_the_log(statement, dev):
    record(Verb.CASE_READ, by=dev, office=1, reason="Ada rang")
    seal_due()

    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)


def test_the_guards_stand_after_all_migrations():
    assert list(guards.faults()) == []


def test_an_office_reads_its_own_seals_only(assembly):
    if connection.vendor != "postgresql":
        pytest.skip("row-level security")
    from casework.audit.models import Seal
    from casework.scope import office_scope

    sealed(office=assembly.office.pk)
    with scoped(office_scope(assembly.rival.pk)):
        assert not Seal.objects.exists()
    with scoped(office_scope(assembly.office.pk)):
        assert Seal.objects.exists()


def test_entries_keep_the_time_at_which_they_were_sealed_apart():
    sealed()
    with scoped(ALL):
        assert Entry.objects.get().at <= seals()[0].sealed_at <= timezone.now()
