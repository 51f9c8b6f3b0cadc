"""Sealing: what was appended since the last look becomes one seal a chain, and one line a seal in the anchor.

One process seals at a time, on all machines together. Which entries wait is written down with each entry
(`Unsealed`), so the order in which transactions commit plays no part, and a killed sealer has either done all of a
run or nothing of it.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import reduce
from itertools import groupby
from operator import or_

from django.db import OperationalError, connection, transaction
from django.db.models import Min, Q
from django.utils import timezone

from casework.scope import ALL, scoped

from . import anchor, canon
from .models import Seal, Unsealed
from .streams import ask

logger = logging.getLogger(__name__)

MOST_IN_A_RUN = 2000
_told: set[str] = set()  # chains of which this process has said that the database was put back
LOCK = 0x5EA1  # any number, as long as nobody else uses it


def seal_due(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Seal what waits. True if more may wait."""
    with anchor.held() as file:
        if file is None or stopping():
            return False
        catch_up(file)
        seals = seal_waiting()
        anchor.append(file, [line_of(seal) for seal in seals])
    return sum(seal.count for seal in seals) == MOST_IN_A_RUN


def seal_waiting() -> list[Seal]:
    """Write the seals of one run, in one transaction."""
    with scoped(ALL):
        if not Unsealed.objects.exists():
            return []
    with scoped(ALL), _writing():
        if not _only_one():
            return []
        rows = _waiting()
        now = timezone.now()
        by_office = groupby(sorted(rows, key=_office), key=_office)
        seals = [_seal(row[0], list(row[1]), now) for row in by_office]
        Seal.objects.bulk_create(seals)
        Unsealed.objects.filter(pk__in=[row[canon.KEY] for row in rows]).delete()
    return seals


@contextmanager
def _writing() -> Iterator[None]:
    """A transaction that writes. On SQLite it keeps other sealers away by itself, but whoever asks at the right moment
    gets it: behind busy writers, who ask every tenth of a second, one must ask more often or may wait for ever."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            stack.enter_context(_asking_often())
        else:
            stack.enter_context(transaction.atomic())
        yield


@contextmanager
def _asking_often() -> Iterator[None]:
    [(patience,)] = ask("pragma busy_timeout")
    ask("pragma busy_timeout = 0")
    deadline = time.monotonic() + patience / 1000
    with ExitStack() as stack:
        try:
            while True:
                try:
                    stack.enter_context(transaction.atomic())
                    break
                except OperationalError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.001)
        finally:
            ask(f"pragma busy_timeout = {patience}")
        yield


def _only_one() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _waiting() -> list[canon.Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {canon.entry_columns()} from audit_unsealed u join audit_entry e on e.id = u.entry_id"  # noqa: S608
            " order by e.id limit %s",
            [MOST_IN_A_RUN],
        )
        return cursor.fetchall()


def _office(row: canon.Row) -> int:
    return row[canon.OFFICE] or 0  # no office has the key 0


def _seal(office: int, rows: list[canon.Row], now) -> Seal:
    """The next link of a chain."""
    last = last_of(office or None)
    seal = Seal(
        office_id=office or None,
        number=last.number + 1 if last else 1,
        previous=last.hash if last else "",
        sealed_at=now,
        count=len(rows),
        total=(last.total if last else 0) + len(rows),
        covers=canon.cover(rows),
    )
    seal.hash = canon.seal_hash(
        chain=canon.chain_name(seal.office_id),
        number=seal.number,
        previous=seal.previous,
        at=canon.stamp(now),
        count=seal.count,
        total=seal.total,
        covers=seal.covers,
    )
    return seal


def last_of(office: int | None) -> Seal | None:
    return Seal.objects.filter(office_id=office).order_by("-number").defer("covers").first()


def line_of(seal: Seal) -> anchor.Line:
    return anchor.Line(canon.chain_name(seal.office_id), seal.number, seal.total, seal.hash)


def catch_up(file) -> None:
    """Write the lines that a killed worker, or one on another machine, left out of this file."""
    known = anchor.heights(file)
    with scoped(ALL):
        behind = []
        for office in offices():
            chain, last = canon.chain_name(office), last_of(office)
            height = known.get(chain, 0)
            if last is None:
                continue
            if last.number > height:
                behind.append(Q(office_id=office, number__gt=height))
            elif last.number < height and chain not in _told:
                _told.add(chain)
                logger.error(
                    "audit: the anchor knows seal %d of %s, the database only %d", height, chain, last.number
                )
        if behind:
            missing = Seal.objects.filter(reduce(or_, behind)).order_by("pk").defer("covers")
            anchor.append(file, (line_of(seal) for seal in missing.iterator(chunk_size=2000)))


def offices() -> Iterator[int | None]:
    """The office of each chain, found by its steps through the index, not by reading every seal."""
    if Seal.objects.filter(office_id=None).exists():
        yield None
    office = Seal.objects.aggregate(least=Min("office_id"))["least"]
    while office is not None:
        yield office
        office = Seal.objects.filter(office_id__gt=office).aggregate(least=Min("office_id"))["least"]


def oldest_unsealed_age() -> timedelta:
    """How long the entry that has waited longest for its seal has waited; zero if none waits."""
    with scoped(ALL):
        oldest = Unsealed.objects.aggregate(oldest=Min("entry__at"))["oldest"]
    return max(timezone.now() - oldest, timedelta()) if oldest else timedelta()
