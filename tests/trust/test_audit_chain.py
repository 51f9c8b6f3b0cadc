"""B-33: every tampering with a sealed log is found and located, nothing else raises an alarm, and reading is fast."""

import os
import resource
import signal
import threading
import time
from dataclasses import dataclass, field
from random import Random

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection, connections, transaction

from casework.audit import canon
from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from config.databases import as_owner
from tests.audit.hands import (
    OFFICES,
    child,
    entries,
    faults,
    out_of_order,
    reading,
    seals,
    sql,
    undone,
    waiting,
    write_some,
    written,
)
from tests.audit.tampering import Log, disable_a_guard, tamper, tampering

WRITERS = 50
SEALED_WITHIN = 5  # seconds
PAUSES = (
    0,
    0.001,
    0.02,
    0.2,
)  # seconds a writer rests, and holds a transaction open where others may write too
LOOK_EVERY = 1  # second, as the worker's rota has it
PER_MILLION = 60  # seconds
MOST_MEMORY = 64  # megabytes that a reading may add


@dataclass
class Actor:
    pk: int


@pytest.fixture
def owner(transactional_db):
    """Connects as the owner of the database, who can get past every guard."""
    with as_owner(*configured.DATABASES):
        yield


@pytest.fixture
def log(owner):
    """Three chains of eight seals, some with reasons; and three entries that wait."""
    for turn in range(8):
        for office in OFFICES:
            written(3, office=office)
            record(Verb.CASE_CLOSED, by=Actor(turn), office=office, reason=f"reason {turn}", turn=turn)
            seal_due()
    written(3)
    assert faults() == set()
    return Log.now(waiting=[row.pk for row in waiting()])


def not_named(expected, found):
    """What a reading should have named and did not."""
    named = set()
    for chain, what, key in found:
        first, _, last = key.partition("-")
        if first.isdigit():
            which = f"seal {chain}" if what == "seal" else what
            named |= {(which, number) for number in range(int(first), int(last or first) + 1)}
    return expected - named


def tamper_often(log, tried):
    for seed in range(tried):
        with undone():
            kind, expected = tamper(seed, log)
            if missed := not_named(expected, faults()):
                yield f"{kind}, seed {seed}: not named: {sorted(missed)}"


@pytest.mark.django_db(transaction=True)
def test_every_tampering_is_found_and_located(log, proof, amount):
    tried = amount(63, 1000)
    failures = list(tamper_often(log, tried))
    if alarms := faults():
        failures.append(f"what was undone still raises an alarm: {alarms}")
    proof("B-33", "tamperings of a sealed log: found and located", tried=tried, failures=failures)


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_forgets_the_anchor_would_be_noticed(log, monkeypatch):
    monkeypatch.setattr(Verification, "check_line", lambda *_: None)
    assert any(failure.startswith("write_anew,") for failure in tamper_often(log, 21))


@pytest.mark.django_db(transaction=True)
def test_every_guard_that_is_taken_away_is_named(owner, proof, amount):
    tried, failures = amount(20, 100), []
    for seed in range(tried):
        with undone():
            said = disable_a_guard(Random(seed))
            if not any(fault.what == "guard" and said in fault.text for fault in reading()[1]):
                failures.append(f"seed {seed}: nothing was said of {said}")
    proof("B-33", "guards of the log taken away: named", tried=tried, failures=failures)


@pytest.mark.django_db(transaction=True)
def test_sealers_killed_at_any_moment_leave_nothing_unsealed_and_nothing_doubled(proof, amount):
    tried, dice, failures = amount(8, 200), Random(3), []

    def work():
        while True:
            seal_due()

    for _ in range(tried):
        with child(work) as process:
            write_some(3)
            time.sleep(dice.uniform(0, 0.1))
            os.kill(process, signal.SIGKILL)
        failures += [f"after a kill: {fault}" for fault in reading()[1]]

    while seal_due():
        pass
    failures += out_of_order(3 * tried)
    proof(
        "B-33",
        "sealers killed at any moment: no entry unsealed or sealed twice",
        tried=tried,
        failures=failures,
    )


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_a_sealer_lost_or_doubled_would_be_noticed():
    write_some(3)
    sql("delete from audit_unsealed where entry_id = (select min(entry_id) from audit_unsealed)")
    seal_due()
    sql("insert into audit_unsealed (entry_id) select max(id) from audit_entry")
    seal_due()

    said = " ".join(out_of_order(3))
    assert "was put in" in said
    assert "two seals" in said


@dataclass
class Writing:
    """What 50 writers did: when each entry was committed, by its subject."""

    committed: dict[str, float] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def write(self, writer, number):
        """Transactions overlap and commit in another order than they took their keys."""
        dice = Random(writer)
        try:
            for turn in range(number):
                time.sleep(dice.choice(PAUSES))
                self.write_one(f"{writer}-{turn}", dice)
        except Exception as error:
            self.trouble.append(f"writer {writer}: {error!r}")
        finally:
            connections.close_all()

    def write_one(self, subject, dice):
        while subject not in self.committed:
            try:
                with transaction.atomic():
                    record(Verb.CASE_READ, by=None, office=dice.choice(OFFICES), subject=subject)
                    if connection.vendor == "postgresql":  # SQLite has one writer at a time
                        time.sleep(dice.choice(PAUSES))
                self.committed[subject] = time.time()
            except OperationalError:  # SQLite is fair to nobody: somebody may wait until their patience ends
                if connection.vendor == "postgresql":
                    raise

    def seal(self, ended):
        """As the worker does."""
        try:
            while not ended.is_set():
                while seal_due():
                    pass
                ended.wait(LOOK_EVERY)
            while seal_due():
                pass
        except Exception as error:
            self.trouble.append(f"sealer: {error!r}")
        finally:
            connections.close_all()


def sealed_when():
    """When each entry was sealed, by its subject; those sealed twice too."""
    subjects = {entry.pk: entry.subject for entry in entries()}
    when, doubled = {}, []
    for seal in seals():
        for key, _digest in canon.covered_entries(bytes(seal.covers)):
            if subjects[key] in when:
                doubled.append(f"entry {key} has two seals")
            when[subjects[key]] = seal.sealed_at.timestamp()
    return when, doubled


def too_late(committed, when):
    for subject, moment in committed.items():
        if subject not in when:
            yield f"{subject} was never sealed"
        elif when[subject] - moment > SEALED_WITHIN:
            yield f"{subject} was sealed after {when[subject] - moment:.1f} s"


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_raise_no_alarm_and_every_entry_is_sealed_in_time(proof, amount):
    tried, writing, ended = amount(2000, 100_000), Writing(), threading.Event()
    shares = [tried // WRITERS + (writer < tried % WRITERS) for writer in range(WRITERS)]
    writers = [threading.Thread(target=writing.write, args=pair) for pair in enumerate(shares)]
    sealer = threading.Thread(target=writing.seal, args=(ended,))
    alarms, readings = [], 0
    for thread in [sealer, *writers]:
        thread.start()
    while any(writer.is_alive() for writer in writers):
        alarms += [f"while writing: {fault}" for fault in reading()[1]]
        readings += 1
        time.sleep(1)
    for writer in writers:
        writer.join()
    ended.set()
    sealer.join()
    when, doubled = sealed_when()
    alarms += [f"afterwards: {fault}" for fault in reading()[1]]
    failures = [*writing.trouble, *alarms, *doubled, *too_late(writing.committed, when)]
    if waiting() or len(writing.committed) != tried:
        failures.append(f"{len(writing.committed)} of {tried} written, {len(waiting())} never sealed")
    what = f"entries written {WRITERS}-way at once, {readings} readings meanwhile: no false alarm, sealed within 5 s"
    proof("B-33", what, tried=tried, failures=failures)


def test_an_entry_without_a_seal_or_with_a_late_one_would_be_noticed():
    committed = {"a": 100.0, "b": 100.0, "c": 100.0}
    assert len(list(too_late(committed, {"a": 104.9, "b": 105.1}))) == 2


def write_many(number):
    """A long log in few statements."""
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

    found, wrong = reading()

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
def test_one_entry_of_a_long_log_that_was_changed_is_named(owner):
    write_many(5000)
    with tampering():
        sql("update audit_entry set actor_id = 77 where id = (select max(id) - 1234 from audit_entry)")
    changed = [entry.pk for entry in entries() if entry.actor_id == 77]

    assert {("entry", int(key)) for _chain, _what, key in faults()} == {("entry", changed[0])}
