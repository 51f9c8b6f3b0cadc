"""B-33: every tampering with a sealed log is found and located, without false alarms, and reading is fast."""

import resource
import time
from dataclasses import dataclass
from random import Random

import pytest
from django.db import connection

from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from tests.audit.helpers import (
    OFFICES,
    entries,
    faults,
    rolled_back,
    sql,
    unsealed,
    verify_log,
    write_entries,
)
from tests.audit.sealed_log import Log
from tests.audit.tampering import disable_a_guard, tamper, tampering

PER_MILLION = 60  # seconds
MOST_MEMORY = 64  # megabytes that a reading may add


@dataclass
class Actor:
    pk: int


@pytest.fixture
def log(owner):
    """Return three chains of eight seals, some with reasons, and three unsealed entries."""
    for turn in range(8):
        for office in OFFICES:
            write_entries(3, office=office)
            record(Verb.CASE_CLOSED, by=Actor(turn), office=office, reason=f"reason {turn}", turn=turn)
            seal_due()
    write_entries(3)
    assert faults() == set()
    return Log.now(waiting=[row.pk for row in unsealed()])


def not_named(expected, found):
    """Return what a verification should have named and did not."""
    named = set()
    for chain, what, key in found:
        first, _, last = key.partition("-")
        if first.isdigit():
            which = f"seal {chain}" if what == "seal" else what
            named |= {(which, number) for number in range(int(first), int(last or first) + 1)}
    return expected - named


def tamper_often(log, tried):
    for seed in range(tried):
        with rolled_back():
            kind, expected = tamper(seed, log)
            if missed := not_named(expected, faults()):
                yield f"{kind}, seed {seed}: not named: {sorted(missed)}"


@pytest.mark.django_db(transaction=True)
def test_every_tampering_is_detected_and_located(log, proof, amount):
    tried = amount(63, 1000)
    failures = list(tamper_often(log, tried))
    if alarms := faults():
        failures.append(f"what was undone still raises an alarm: {alarms}")
    proof("B-33", "tamperings of a sealed log: found and located", tried=tried, failures=failures)


@pytest.mark.django_db(transaction=True)
def test_verification_without_anchor_is_detected(log, monkeypatch):
    monkeypatch.setattr(Verification, "check_line", lambda *_: None)
    assert any(failure.startswith("rehash_chain,") for failure in tamper_often(log, 21))


@pytest.mark.django_db(transaction=True)
def test_every_removed_database_guard_is_named(owner, proof, amount):
    tried, failures = amount(20, 100), []
    for seed in range(tried):
        with rolled_back():
            said = disable_a_guard(Random(seed))
            if not any(fault.what == "guard" and said in fault.text for fault in verify_log()[1]):
                failures.append(f"seed {seed}: nothing was said of {said}")
    proof("B-33", "guards of the log taken away: named", tried=tried, failures=failures)


def write_many(number):
    """Write a long log in few statements."""
    if connection.vendor == "postgresql":
        counting = f"select n from generate_series(1, {number}) n"
        key, at, detail = "gen_random_uuid()", "now()", "jsonb_build_object('view', n)"
    else:
        counting = (
            f"with recursive count(n) as (select 1 union all select n + 1 from count where n < {number})"
        )
        counting += " select n from count"
        key, at = "lower(hex(randomblob(16)))", "strftime('%Y-%m-%d %H:%M:%f', 'now') || '123'"
        detail = "json_object('view', n)"
    sql(
        "insert into audit_entry (uuid, at, office_id, actor_id, verb, subject, reason, salt, commitment, detail,"
        f" route, session) select {key}, {at}, n % 5 + 1, n % 40, 'case.read', 'LA-7K3M-92QF', '', '', '',"
        f" {detail}, 'backoffice:case', '0123456789abcdef' from ({counting}) numbers"
    )
    sql("insert into audit_unsealed (entry_id) select id from audit_entry")
    while seal_due():
        pass


@pytest.mark.django_db(transaction=True)
def test_a_million_entries_are_verified_within_a_minute(proof, amount):
    tried = amount(20_000, 1_000_000)
    write_many(tried)
    before, began, worked = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        time.monotonic(),
        time.process_time(),
    )

    found, wrong = verify_log()

    seconds, worked = time.monotonic() - began, time.process_time() - worked
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    failures = [str(fault) for fault in wrong]
    if found.found != tried:
        failures.append(f"{found.found} of {tried} were read")
    if seconds > max(PER_MILLION * tried / 1_000_000, 10):
        failures.append(f"it took {seconds:.0f} s")
    if grown > MOST_MEMORY:
        failures.append(f"it took {grown:.0f} MB of memory")
    proof(
        "B-33",
        f"entries verified in {seconds:.1f} s ({worked:.1f} of this process), {grown:.0f} MB more",
        tried=tried,
        failures=failures,
    )


@pytest.mark.django_db(transaction=True)
def test_changed_entry_in_a_long_log_is_named(owner):
    write_many(5000)
    with tampering():
        sql("update audit_entry set actor_id = 77 where id = (select max(id) - 1234 from audit_entry)")
    changed = [entry.pk for entry in entries() if entry.actor_id == 77]

    assert {("entry", int(key)) for _chain, _what, key in faults()} == {("entry", changed[0])}
