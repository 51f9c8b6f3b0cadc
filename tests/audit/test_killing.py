"""Sealers that are killed at any moment, and several at once: every entry gets one seal, every seal one line."""

import os
import signal
import threading

import pytest
from django.db import connections

from casework.audit import anchor, sealing
from casework.audit.sealing import seal_due, seal_waiting
from tests.audit.hands import OFFICES, child, faults, out_of_order, seals, write_some

POINTS = ("catch_up", "seal_waiting", "line_of", "append")


def die_at(point, *, after):
    """From now on this process kills itself as it comes to the step, or as it has done it."""
    where = anchor if point == "append" else sealing
    step = getattr(where, point)

    def deadly(*arguments):
        result = step(*arguments) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(where, point, deadly)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("point", POINTS)
def test_a_sealer_killed_at_a_step_leaves_nothing_unsealed_and_nothing_doubled(point, after, own_anchor):
    write_some(6)
    seal_due()
    write_some(6)

    def work():
        die_at(point, after=after)
        seal_due()

    with child(work):
        pass
    assert faults() == set(), "what a kill leaves behind is no tampering"

    write_some(6)
    seal_due()
    assert out_of_order(18) == []
    assert len(own_anchor.read_text().splitlines()) == len(seals())


@pytest.mark.django_db(transaction=True)
def test_several_sealers_at_once_make_one_chain():
    """As on several machines, where no lock on a file keeps them apart."""
    write_some(30)
    trouble, start = [], threading.Barrier(4)

    def work():
        try:
            start.wait()
            for _ in range(5):
                seal_waiting()
        except Exception as error:
            trouble.append(error)
        finally:
            connections.close_all()

    sealers = [threading.Thread(target=work) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()

    assert trouble == []
    assert len(seals()) == len(OFFICES)
    assert out_of_order(30) == []
