"""Faults that `verify_audit` reports, and where it locates them."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection

from casework.audit import guards, sealing
from casework.audit.anchor import read_line
from casework.audit.models import Seal
from casework.audit.verifying import Verification
from casework.wall.scope import ALL, scoped
from ops.databases import as_owner
from tests.audit.helpers import faults, rolled_back, sql, tampering, verify_log, write_and_seal, write_entries

pytestmark = pytest.mark.django_db


def verify():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def cut(file, *, lines):
    """Delete lines of the anchor by number."""
    kept = [line for number, line in enumerate(file.read_text().splitlines(True), 1) if number not in lines]
    file.write_text("".join(kept))


def disable(trigger):
    if connection.vendor == "sqlite":
        sql(f"drop trigger {trigger}")
    else:
        sql(f"alter table {guards.TRIGGERS[trigger][0]} disable trigger {trigger}")


def test_verify_audit_of_an_empty_log_finds_no_fault():
    assert verify() == "The log is empty.\n"


def test_verify_audit_prints_one_line_per_chain():
    write_and_seal(2, office=4)
    write_and_seal(1, office=None)
    write_entries(1, office=4)

    first, second = verify().splitlines()

    assert re.fullmatch(
        r"no-office  ok  seals 1  entries 1  unsealed 0  slowest seal \d+\.\d s  anchored to 1  reasons erased 0",
        first,
    )
    assert re.match(r"office-4  ok  seals 1  entries 2  unsealed 1 \(for \d+\.\d s\)  slowest seal", second)


@pytest.mark.django_db(transaction=True)
def test_verify_audit_of_a_falsified_log_fails_and_names_the_place():
    write_and_seal(office=4)
    write_and_seal(office=4)
    with as_owner(*configured.DATABASES), rolled_back():
        with tampering():
            sql("delete from audit_seal where number = 1")
        disable("audit_seal_stays")
        out = StringIO()
        with pytest.raises(CommandError, match="The log is not what it was"):
            call_command("verify_audit", stdout=out)

    said = out.getvalue()
    assert re.search("FAULT log: guard: trigger audit_seal_stays is (missing|disabled)", said)
    assert "FAULT office-4: seal 1: is gone" in said
    assert re.search(r"^office-4  \d FAULTS", said, re.MULTILINE)


def test_anchor_ahead_of_the_database_is_a_fault(own_anchor):
    write_and_seal(office=4)
    with own_anchor.open("a") as file:
        file.write(f"office-4 2 7 {'a' * 64}\n")

    assert faults() == {("office-4", "seal", "2")}


def test_anchor_line_with_another_hash_is_a_fault_of_the_seal(own_anchor):
    write_and_seal(office=4)
    line = read_line(own_anchor.read_bytes())
    own_anchor.write_text(own_anchor.read_text().replace(line.hash, "b" * 64))

    assert faults() == {("office-4", "seal", "1")}


def test_anchor_lines_deleted_from_the_middle_are_a_fault(own_anchor):
    for _ in range(4):
        write_and_seal(office=4)
    cut(own_anchor, lines={2, 3})

    assert faults() == {("office-4", "anchor", "2-3")}


def test_anchor_lines_deleted_from_the_end_are_a_fault_before_the_latest_run(own_anchor, monkeypatch):
    for minutes in (5, 4, 0):
        write_entries(office=4)
        now = sealing.timezone.now() - timedelta(minutes=minutes)
        with monkeypatch.context() as patch:
            patch.setattr(sealing.timezone, "now", lambda now=now: now)
            sealing.seal_due()

    cut(own_anchor, lines={3})
    assert faults() == set()
    cut(own_anchor, lines={2, 3})
    assert faults() == {("office-4", "anchor", "2-3")}


def test_missing_anchor_is_a_fault(own_anchor, monkeypatch):
    earlier = sealing.timezone.now() - timedelta(minutes=5)
    with monkeypatch.context() as patch:
        patch.setattr(sealing.timezone, "now", lambda: earlier)
        write_and_seal()
    write_and_seal()
    own_anchor.unlink()

    assert faults() == {("office-1", "anchor", "1-2")}


def test_invalid_anchor_line_is_a_fault(own_anchor):
    write_and_seal()
    with own_anchor.open("a") as file:
        file.write("hello\n")
    write_and_seal()

    assert faults() == {("log", "anchor", "line 2")}


def test_verification_of_many_small_seals_uses_few_queries(django_assert_max_num_queries):
    """Check that seals are fetched in batches, however few entries each has."""
    for _ in range(30):
        write_and_seal()
    with django_assert_max_num_queries(60):
        Verification(lambda _fault: None).run()


def test_verification_counts_entries_and_chains():
    for _ in range(5):
        write_and_seal(3, office=4)

    found, _ = verify_log()

    assert found.found == 15
    assert list(found.chains) == ["office-4"]


def test_invalid_text_in_a_column_is_located_and_does_not_stop_verification():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no such text")
    write_and_seal(3)
    with scoped(ALL):
        key = Seal.objects.get().pk
    with guards.lifted():
        sql("update audit_entry set verb = cast(x'ff' as text) where id = (select min(id) from audit_entry)")
        sql("update audit_seal set number = 'three', sealed_at = x'00' where id = %s", key)

    found = faults()

    assert ("office-1", "seal", "0") in found
    assert [what for _chain, what, _key in found].count("entry") == 1
