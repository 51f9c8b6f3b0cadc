"""B-01: every URL x every actor x every method x every target. No one reads, changes or breaks what is not theirs.

The short form tries every URL with every actor, with methods and targets drawn from a fixed seed; the full form tries
all. The suite runs the short form of two actors (`IN_THE_SUITE`), `make trust` of all. B-07 is the same on SQLite,
where the querysets are the only enforcement.
"""

import random
import time
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.cache.backends import db as database_cache
from django.utils import timezone

from tests.wall.urls import url_patterns

from . import world
from .actors import ACTORS
from .matrix import METHODS, Visit, attempts, plain, undone
from .targets import NOT_THERE, TARGETS, none_like

IN_THE_SUITE = {"cat", "bea"}  # a caseworker of another group, another constituent


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch):
    """Let no session and no second factor of an actor grow old, however long the attempts take.

    The cache computes when an entry ends from `time.time` and compares it with a clock of its own, so both stop.
    """
    now = timezone.now()
    monkeypatch.setattr(time, "time", now.timestamp)
    monkeypatch.setattr(database_cache, "tz_now", lambda: now)


def test_attempt_leaves_no_cache_entry(db):
    with undone():
        cache.set("tries", 1)
    assert cache.get("tries") is None


def test_clocks_of_sessions_and_cache_stop_together():
    assert database_cache.tz_now().timestamp() == time.time()


def each(names):
    return [pytest.param(name, marks=[] if name in IN_THE_SUITE else pytest.mark.trust) for name in names]


def drawn(every, most, seed):
    """Return `most` of these attempts: one for each URL, then random ones."""
    rng = random.Random(seed)
    rng.shuffle(every)
    seen, first, rest = set(), [], []
    for attempt in every:
        (rest if attempt.url_pattern.route in seen else first).append(attempt)
        seen.add(attempt.url_pattern.route)
    return first + rest[: max(0, most - len(first))]


@pytest.mark.parametrize("name", each(ACTORS))
def test_no_actor_reads_or_changes_foreign_data(db, name, amount, proof):
    visit = Visit(world.build(), name)
    every = list(attempts(url_patterns()))
    tried = drawn(every, amount(len(url_patterns()), len(every)), seed=name)
    failures = [fault for attempt in tried for fault in visit.faults(attempt)] + visit.faults_of_files()
    proof(
        "B-01",
        f"{name}: {len(url_patterns())} addresses, methods, targets",
        tried=len(tried),
        failures=failures,
    )


@pytest.mark.parametrize("name", each(["cat", "eve", "fay", "bea", "una", "administrator"]))
def test_foreign_object_response_equals_missing_object_response(db, name, amount, proof):
    """Headers included. Only URLs that name an object can differ."""
    visit = Visit(world.build(), name)
    there = [
        attempt for attempt in attempts(url_patterns()) if attempt.target != NOT_THERE and attempt.row.args
    ]
    hidden = [attempt for attempt in there if visit.expected(attempt) == "nothing"]
    most = amount(60, len(hidden))
    tried = drawn(hidden, most, seed=name)[:most]
    proof(
        "B-01",
        f"{name}: not theirs is byte for byte not there",
        tried=len(tried),
        failures=[str(attempt) for attempt in tried if differs(visit, attempt)],
    )


def differs(visit, attempt):
    none = replace(attempt, target=none_like(attempt.target))
    return shown(visit, attempt) != shown(visit, none)


def shown(visit, attempt):
    return plain(visit.attempt(attempt), visit.targets[attempt.target].values)


def test_matrix_size_is_reported(proof):
    every = list(attempts(url_patterns()))
    size = f"{len(url_patterns())} addresses x {len(ACTORS)} actors x {len(METHODS)} methods x {len(TARGETS)} targets"
    proof("B-01", f"the whole matrix: {size}", tried=len(every) * len(ACTORS))
