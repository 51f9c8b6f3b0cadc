"""What `verify_audit` says, and what it says it about."""

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
from casework.scope import ALL, scoped
from config.databases import as_owner
from tests.audit.hands import faults, reading, sealed, sql, tampering, undone, written

pytestmark = pytest.mark.django_db


def verify():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def cut(file, *, lines):
    """Take lines out of the anchor."""
    kept = [line for number, line in enumerate(file.read_text().splitlines(True), 1) if number not in lines]
    file.write_text("".join(kept))


def disable(trigger):
    if connection.vendor == "sqlite":
        sql(f"drop trigger {trigger}")
    else:
        sql(f"alter table {guards.TRIGGERS[trigger][0]} disable trigger {trigger}")


def test_an_empty_log_is_in_order():
    assert verify() == "The log is empty.\n"


def test_one_line_a_chain():
    sealed(2, office=4)
    sealed(1, office=None)
    written(1, office=4)

    first, second = verify().splitlines()

    assert re.fullmatch(
        r"no-office  ok  seals 1  entries 1  unsealed 0  slowest seal \d+\.\d s  anchored to 1  reasons erased 0",
        first,
    )
    assert re.match(r"office-4  ok  seals 1  entries 2  unsealed 1 \(for \d+\.\d s\)  slowest seal", second)


@pytest.mark.django_db(transaction=True)
def test_a_log_that_was_tampered_with_ends_in_an_error_that_names_the_place():
    sealed(office=4)
    sealed(office=4)
    with as_owner(*configured.DATABASES), undone():
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


def test_an_anchor_ahead_of_the_database_is_a_log_put_back(own_anchor):
    sealed(office=4)
    with own_anchor.open("a") as file:
        file.write(f"office-4 2 7 {'a' * 64}\n")

    assert faults() == {("office-4", "seal", "2")}


def test_a_line_with_another_hash_is_a_seal_written_anew(own_anchor):
    sealed(office=4)
    line = read_line(own_anchor.read_bytes())
    own_anchor.write_text(own_anchor.read_text().replace(line.hash, "b" * 64))

    assert faults() == {("office-4", "seal", "1")}


def test_lines_cut_out_of_the_middle_are_noticed(own_anchor):
    for _ in range(4):
        sealed(office=4)
    cut(own_anchor, lines={2, 3})

    assert faults() == {("office-4", "anchor", "2-3")}


def test_lines_cut_off_the_end_are_noticed_unless_they_are_of_the_latest_run(own_anchor, monkeypatch):
    for minutes in (5, 4, 0):
        written(office=4)
        now = sealing.timezone.now() - timedelta(minutes=minutes)
        with monkeypatch.context() as patch:
            patch.setattr(sealing.timezone, "now", lambda now=now: now)
            sealing.seal_due()

    cut(own_anchor, lines={3})
    assert faults() == set()
    cut(own_anchor, lines={2, 3})
    assert faults() == {("office-4", "anchor", "2-3")}


def test_no_anchor_at_all_is_noticed(own_anchor, monkeypatch):
    earlier = sealing.timezone.now() - timedelta(minutes=5)
    with monkeypatch.context() as patch:
        patch.setattr(sealing.timezone, "now", lambda: earlier)
        sealed()
    sealed()
    own_anchor.unlink()

    assert faults() == {("office-1", "anchor", "1-2")}


def test_something_else_in_the_anchor_is_noticed(own_anchor):
    sealed()
    with own_anchor.open("a") as file:
        file.write("hello\n")
    sealed()

    assert faults() == {("log", "anchor", "line 2")}


def test_reading_asks_for_no_more_with_many_small_seals(django_assert_max_num_queries):
    """Seals are read together, however few entries each has."""
    for _ in range(30):
        sealed()
    with django_assert_max_num_queries(60):
        Verification(lambda _fault: None).run()


def test_in_the_good_case_nothing_of_the_log_is_remembered():
    for _ in range(5):
        sealed(3, office=4)

    found, _ = reading()

    assert found.found == 15
    assert list(found.chains) == ["office-4"]


def test_a_text_that_is_none_is_located_and_does_not_stop_the_reading():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no such text")
    sealed(3)
    with scoped(ALL):
        key = Seal.objects.get().pk
    with guards.lifted():
        sql("update audit_entry set verb = cast(x'ff' as text) where id = (select min(id) from audit_entry)")
        sql("update audit_seal set number = 'three', sealed_at = x'00' where id = %s", key)

    found = faults()

    assert ("office-1", "seal", "0") in found
    assert [what for _chain, what, _key in found].count("entry") == 1
