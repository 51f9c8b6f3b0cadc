"""Sealers that are killed at any step or run concurrently: one seal per entry, one anchor line per seal."""

import os
import signal
import threading

import pytest
from django.db import connections

from casework.audit import anchor, sealing
from casework.audit.sealing import seal_due, seal_waiting
from tests.audit.helpers import OFFICES, child, faults, log_faults, seals, write_for_all_offices

POINTS = ("catch_up", "seal_waiting", "line_of", "append")


def die_at(point, *, after):
    """Make this process kill itself before or after the step."""
    module = anchor if point == "append" else sealing
    step = getattr(module, point)

    def step_and_kill(*arguments):
        result = step(*arguments) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, point, step_and_kill)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("point", POINTS)
def test_killed_sealer_leaves_no_entry_unsealed_or_sealed_twice(point, after, own_anchor):
    write_for_all_offices(6)
    seal_due()
    write_for_all_offices(6)

    def work():
        die_at(point, after=after)
        seal_due()

    with child(work):
        pass
    assert faults() == set(), "what a kill leaves behind is no tampering"

    write_for_all_offices(6)
    seal_due()
    assert log_faults(18) == []
    assert len(own_anchor.read_text().splitlines()) == len(seals())


@pytest.mark.django_db(transaction=True)
def test_concurrent_sealers_write_one_chain_per_office():
    """Run sealers without the lock on the anchor file, as on several machines."""
    write_for_all_offices(30)
    errors, start = [], threading.Barrier(4)

    def work():
        try:
            start.wait()
            for _ in range(5):
                seal_waiting()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    sealers = [threading.Thread(target=work) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()

    assert errors == []
    assert len(seals()) == len(OFFICES)
    assert log_faults(30) == []
