"""B-01: every address x every actor x every method x every target. Nobody gets, changes or breaks what is not theirs.

The short form tries every address with every actor, by methods and targets drawn with a fixed seed; the full form
tries all of them. B-07 is the same on SQLite, where the querysets are the only net.
"""

import random
from dataclasses import replace

import pytest

from . import world
from .actors import ACTORS
from .doors import doors
from .matrix import METHODS, Visit, knocks, plain
from .targets import NOT_THERE, TARGETS, none_like


def drawn(every, most, seed):
    """`most` of these knocks: one for each address, then more by dice."""
    dice = random.Random(seed)
    dice.shuffle(every)
    seen, first, rest = set(), [], []
    for knock in every:
        (rest if knock.door.route in seen else first).append(knock)
        seen.add(knock.door.route)
    return first + rest[: max(0, most - len(first))]


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_gets_or_changes_what_is_not_theirs(db, name, amount, proof):
    visit = Visit(world.build(), name)
    every = list(knocks(doors()))
    tried = drawn(every, amount(len(doors()), len(every)), seed=name)
    failures = [fault for knock in tried for fault in visit.faults(knock)] + visit.faults_of_files()
    proof("B-01", f"{name}: {len(doors())} addresses, methods, targets", tried=len(tried), failures=failures)


@pytest.mark.parametrize("name", ["cat", "eve", "fay", "bea", "una", "administrator"])
def test_not_theirs_is_byte_for_byte_not_there(db, name, amount, proof):
    """Headers and all. Only addresses that name something can tell the two apart."""
    visit = Visit(world.build(), name)
    there = [knock for knock in knocks(doors()) if knock.target != NOT_THERE and knock.row.args]
    hidden = [knock for knock in there if visit.expected(knock) == "nothing"]
    most = amount(60, len(hidden))
    tried = drawn(hidden, most, seed=name)[:most]
    proof(
        "B-01",
        f"{name}: not theirs is byte for byte not there",
        tried=len(tried),
        failures=[str(knock) for knock in tried if differs(visit, knock)],
    )


def differs(visit, knock):
    none = replace(knock, target=none_like(knock.target))
    return shown(visit, knock) != shown(visit, none)


def shown(visit, knock):
    return plain(visit.knock(knock), visit.targets[knock.target].values)


def test_the_size_of_the_matrix(proof):
    every = list(knocks(doors()))
    size = (
        f"{len(doors())} addresses x {len(ACTORS)} actors x {len(METHODS)} methods x {len(TARGETS)} targets"
    )
    proof("B-01", f"the whole matrix: {size}", tried=len(every) * len(ACTORS))
