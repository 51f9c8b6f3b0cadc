"""Sealing: each run writes one seal per chain for the unsealed entries, and one line per seal in the anchor.

Only one process seals at a time, on all machines together. Each entry has an `Unsealed` row until it is sealed, so
the order of commits does not matter, and a killed sealer has done either a whole run or none of it.
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

from casework.wall.scope import ALL, scoped

from . import anchor, encoding
from .models import Seal, Unsealed
from .streams import ask

logger = logging.getLogger(__name__)

MOST_IN_A_RUN = 2000
_logged: set[str] = set()  # chains whose missing seals this process has already logged
LOCK = 0x5EA1  # key of the advisory lock; any number that nothing else uses


def seal_due(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Seal unsealed entries. Return whether more may be left."""
    with anchor.locked() as file:
        if file is None or stopping():
            return False
        catch_up(file)
        seals = seal_waiting()
        anchor.append(file, [line_of(seal) for seal in seals])
    return sum(seal.count for seal in seals) == MOST_IN_A_RUN


def seal_waiting() -> list[Seal]:
    """Write the seals of one run in one transaction, and return them."""
    with scoped(ALL):
        if not Unsealed.objects.exists():
            return []
    with scoped(ALL), _writing():
        if not _take_lock():
            return []
        rows = _waiting()
        now = timezone.now()
        by_office = groupby(sorted(rows, key=_office), key=_office)
        seals = [_seal(row[0], list(row[1]), now) for row in by_office]
        Seal.objects.bulk_create(seals)
        Unsealed.objects.filter(pk__in=[row[encoding.KEY] for row in rows]).delete()
    return seals


@contextmanager
def _writing() -> Iterator[None]:
    """Open a write transaction.

    On SQLite that also excludes other sealers. SQLite's lock has no queue, so among writers that retry every tenth of a
    second this one retries more often, or it could wait for ever.
    """
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            stack.enter_context(_retrying_often())
        else:
            stack.enter_context(transaction.atomic())
        yield


@contextmanager
def _retrying_often() -> Iterator[None]:
    [(timeout,)] = ask("pragma busy_timeout")
    ask("pragma busy_timeout = 0")
    deadline = time.monotonic() + timeout / 1000
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
            ask(f"pragma busy_timeout = {timeout}")
        yield


def _take_lock() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _waiting() -> list[encoding.Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {encoding.entry_columns()} from audit_unsealed u join audit_entry e on e.id = u.entry_id"  # noqa: S608
            " order by e.id limit %s",
            [MOST_IN_A_RUN],
        )
        return cursor.fetchall()


def _office(row: encoding.Row) -> int:
    return row[encoding.OFFICE] or 0  # no office has the key 0


def _seal(office: int, rows: list[encoding.Row], now) -> Seal:
    """Return the next, unsaved seal of a chain."""
    last = last_of(office or None)
    seal = Seal(
        office_id=office or None,
        number=last.number + 1 if last else 1,
        previous=last.hash if last else "",
        sealed_at=now,
        count=len(rows),
        total=(last.total if last else 0) + len(rows),
        covers=encoding.cover(rows),
    )
    seal.hash = encoding.seal_hash(
        chain=encoding.chain_name(seal.office_id),
        number=seal.number,
        previous=seal.previous,
        at=encoding.stamp(now),
        count=seal.count,
        total=seal.total,
        covers=seal.covers,
    )
    return seal


def last_of(office: int | None) -> Seal | None:
    return Seal.objects.filter(office_id=office).order_by("-number").defer("covers").first()


def line_of(seal: Seal) -> anchor.Line:
    return anchor.Line(encoding.chain_name(seal.office_id), seal.number, seal.total, seal.hash)


def catch_up(file) -> None:
    """Append the lines that a killed worker, or one on another machine, did not write to this file."""
    known = anchor.heights(file)
    with scoped(ALL):
        behind = []
        for office in offices():
            chain, last = encoding.chain_name(office), last_of(office)
            height = known.get(chain, 0)
            if last is None:
                continue
            if last.number > height:
                behind.append(Q(office_id=office, number__gt=height))
            elif last.number < height and chain not in _logged:
                _logged.add(chain)
                logger.error(
                    "audit: the anchor knows seal %d of %s, the database only %d", height, chain, last.number
                )
        if behind:
            missing = Seal.objects.filter(reduce(or_, behind)).order_by("pk").defer("covers")
            anchor.append(file, (line_of(seal) for seal in missing.iterator(chunk_size=2000)))


def offices() -> Iterator[int | None]:
    """Yield the office of each chain, by skipping through the index instead of reading every seal."""
    if Seal.objects.filter(office_id=None).exists():
        yield None
    office = Seal.objects.aggregate(least=Min("office_id"))["least"]
    while office is not None:
        yield office
        office = Seal.objects.filter(office_id__gt=office).aggregate(least=Min("office_id"))["least"]


def oldest_unsealed_age() -> timedelta:
    """Return how long the oldest unsealed entry has waited; zero if there is none."""
    with scoped(ALL):
        oldest = Unsealed.objects.aggregate(oldest=Min("entry__at"))["oldest"]
    return max(timezone.now() - oldest, timedelta()) if oldest else timedelta()
