"""B-33: entries are sealed once and in time, also when a sealer is killed and many write at once."""

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from random import Random

import pytest
from django.db import OperationalError, connection, connections, transaction

from casework.audit import encoding
from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from tests.audit.helpers import (
    OFFICES,
    child,
    entries,
    log_faults,
    seals,
    sql,
    unsealed,
    verify_log,
    write_for_all_offices,
)

WRITERS = 50
SEALED_WITHIN = 5  # seconds
PAUSES = (
    0,
    0.001,
    0.02,
    0.2,
)  # seconds a writer rests, and holds a transaction open where others may write too
LOOK_EVERY = 1  # second, as the worker's rota has it


@pytest.mark.django_db(transaction=True)
def test_killed_sealer_leaves_no_entry_unsealed_or_sealed_twice(proof, amount):
    tried, rng, failures = amount(8, 200), Random(3), []

    def work():
        while True:
            seal_due()

    for _ in range(tried):
        with child(work) as process:
            write_for_all_offices(3)
            time.sleep(rng.uniform(0, 0.1))
            os.kill(process, signal.SIGKILL)
        failures += [f"after a kill: {fault}" for fault in verify_log()[1]]

    while seal_due():
        pass
    failures += log_faults(3 * tried)
    proof(
        "B-33",
        "sealers killed at any moment: no entry unsealed or sealed twice",
        tried=tried,
        failures=failures,
    )


@pytest.mark.django_db(transaction=True)
def test_lost_or_duplicate_seal_is_detected():
    write_for_all_offices(3)
    sql("delete from audit_unsealed where entry_id = (select min(entry_id) from audit_unsealed)")
    seal_due()
    sql("insert into audit_unsealed (entry_id) select max(id) from audit_entry")
    seal_due()

    said = " ".join(log_faults(3))
    assert "was put in" in said
    assert "two seals" in said


@dataclass
class Writing:
    """What 50 writers did: when each entry was committed, by its subject."""

    committed: dict[str, float] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def write(self, writer, number):
        """Write in overlapping transactions that commit in another order than they took their keys."""
        rng = Random(writer)
        try:
            for turn in range(number):
                time.sleep(rng.choice(PAUSES))
                self.write_one(f"{writer}-{turn}", rng)
        except Exception as error:
            self.trouble.append(f"writer {writer}: {error!r}")
        finally:
            connections.close_all()

    def write_one(self, subject, rng):
        while subject not in self.committed:
            try:
                with transaction.atomic():
                    record(Verb.CASE_READ, by=None, office=rng.choice(OFFICES), subject=subject)
                    if connection.vendor == "postgresql":  # SQLite has one writer at a time
                        time.sleep(rng.choice(PAUSES))
                self.committed[subject] = time.time()
            except OperationalError:  # SQLite is fair to nobody: somebody may wait until their patience ends
                if connection.vendor == "postgresql":
                    raise

    def seal(self, ended):
        """Seal like the worker."""
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
    """Return when each entry was sealed, by its subject, and those sealed twice."""
    subjects = {entry.pk: entry.subject for entry in entries()}
    when, doubled = {}, []
    for seal in seals():
        for key, _digest in encoding.covered_entries(bytes(seal.covers)):
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
def test_fifty_concurrent_writers_raise_no_alarm_and_are_sealed_in_time(proof, amount):
    tried, writing, ended = amount(2000, 100_000), Writing(), threading.Event()
    shares = [tried // WRITERS + (writer < tried % WRITERS) for writer in range(WRITERS)]
    writers = [threading.Thread(target=writing.write, args=pair) for pair in enumerate(shares)]
    sealer = threading.Thread(target=writing.seal, args=(ended,))
    alarms, readings = [], 0
    for thread in [sealer, *writers]:
        thread.start()
    while any(writer.is_alive() for writer in writers):
        alarms += [f"while writing: {fault}" for fault in verify_log()[1]]
        readings += 1
        time.sleep(1)
    for writer in writers:
        writer.join()
    ended.set()
    sealer.join()
    when, doubled = sealed_when()
    alarms += [f"afterwards: {fault}" for fault in verify_log()[1]]
    failures = [*writing.trouble, *alarms, *doubled, *too_late(writing.committed, when)]
    if unsealed() or len(writing.committed) != tried:
        failures.append(f"{len(writing.committed)} of {tried} written, {len(unsealed())} never sealed")
    what = f"entries written {WRITERS}-way at once, {readings} readings meanwhile: no false alarm, sealed within 5 s"
    proof("B-33", what, tried=tried, failures=failures)


def test_missing_or_late_seal_is_detected():
    committed = {"a": 100.0, "b": 100.0, "c": 100.0}
    assert len(list(too_late(committed, {"a": 104.9, "b": 105.1}))) == 2
