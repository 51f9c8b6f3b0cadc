"""Verification of the whole log against its seals and its anchor; it locates every mismatch.

It reads one snapshot of the database while the service runs. Memory grows by one bit per entry: seals are streamed in
the order in which they were written, entries are fetched for a few seals at a time, and the anchor is read in
parallel. Entries are read a second time only if counts differ (`casework.audit.strays`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from casework.wall.scope import ALL, scoped

from . import anchor, encoding, guards
from .strays import Keys, erased_without_entry, missing_or_inserted_entries
from .streams import StoredSeal, ask, entries_by_key, stored_seals

ENTRIES_AT_ONCE = 2000
# Lines may be missing for seals of the latest run and, where several machines seal, for a moment.
ANCHOR_WINDOW = timedelta(seconds=30)
LOG = "log"  # stands for all chains together


@dataclass(frozen=True)
class Fault:
    """One mismatch in the log. `what` is entry, seal, anchor or guard; `key` identifies it."""

    chain: str
    what: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.chain}: {self.what} {self.key}: {self.text}".replace(" : ", ": ")


@dataclass
class Chain:
    """Results of the verification for one chain."""

    name: str
    number: int = 0
    total: int = 0
    hash: str = ""
    anchored: int = 0
    first_without_line: tuple[int, str] | None = None
    forked: bool = False
    erased: int = 0
    slowest: timedelta = timedelta()  # from an entry to its seal
    waiting: int = 0
    waiting_since: str = ""
    faults: int = 0


class Verification:
    """One verification. It passes each fault to `tell` as it is found; `chains` holds the results."""

    def __init__(self, tell: Callable[[Fault], None]) -> None:
        self.tell = tell
        self.chains: dict[str, Chain] = {}
        self.newest = ""  # time of the latest seal
        self.named = Keys()  # entries that a seal names
        self.found = 0  # how many of those exist
        self.faults = 0

    def chain(self, name: str) -> Chain:
        return self.chains.setdefault(name, Chain(name))

    def fault(self, chain: str, what: str, key: object, text: str) -> None:
        self.faults += 1
        if chain != LOG:
            self.chain(chain).faults += 1
        self.tell(Fault(chain, what, str(key), text))

    def run(self) -> None:
        with anchor.reader() as lines, snapshot():
            for text in guards.faults():
                self.fault(LOG, "guard", "", text)
            for batch in batches():
                for seal in batch:
                    self.check_link(seal)
                    self.check_line(seal, lines.find(seal.chain, seal.number))
                self.check_entries(batch)
            self.check_ends(lines)
            self.note_waiting()
            for office, key, text in missing_or_inserted_entries(self.named, self.found):
                self.fault(encoding.chain_name(office), "entry", key, text)
            for office, key in erased_without_entry():
                self.fault(
                    encoding.chain_name(office), "entry", key, "its reason was erased, and no entry says so"
                )

    def check_link(self, seal: StoredSeal) -> None:
        chain = self.chain(seal.chain)
        if seal.number <= chain.number:
            self.fault(seal.chain, "seal", seal.number, f"is out of its order, after seal {chain.number}")
        elif seal.number > chain.number + 1:
            self.fault(seal.chain, "seal", span(chain.number + 1, seal.number - 1), "is gone")
        elif seal.previous != chain.hash:
            self.fault(seal.chain, "seal", seal.number, "does not follow from the seal before it")
        if seal.hash != seal.computed_hash():
            self.fault(seal.chain, "seal", seal.number, "was changed, its hash is of something else")
        chain.number, chain.total, chain.hash = seal.number, seal.total, seal.hash
        self.newest = max(self.newest, seal.at)

    def check_line(self, seal: StoredSeal, line: anchor.Line | None) -> None:
        chain = self.chain(seal.chain)
        if line is None:
            chain.first_without_line = chain.first_without_line or (seal.number, seal.at)
            return
        if chain.first_without_line:
            self.fault(
                seal.chain, "anchor", span(chain.first_without_line[0], seal.number - 1), "lines are missing"
            )
            chain.first_without_line = None
        if (line.total, line.hash) == (seal.total, seal.hash):
            chain.anchored = seal.number
        elif not chain.forked:
            chain.forked = True
            text = "is not the one in the anchor: it and what follows were written anew"
            self.fault(seal.chain, "seal", seal.number, text)

    def check_entries(self, batch: list[StoredSeal]) -> None:
        rows = entries_by_key(
            [key for seal in batch for key, _digest in encoding.covered_entries(seal.covers)]
        )
        for seal in batch:
            first = seal.at
            for key, digest in encoding.covered_entries(seal.covers):
                row = rows.get(key)
                if not self.named.add(key):
                    self.fault(
                        seal.chain, "entry", key, f"is named by two seals, the second is {seal.number}"
                    )
                    continue
                if row is None:
                    self.fault(seal.chain, "entry", key, f"is gone, seal {seal.number} names it")
                    continue
                self.found += 1
                if encoding.entry_digest(row) != digest:
                    text = f"({row[encoding.UUID]}) was changed after seal {seal.number}"
                    self.fault(seal.chain, "entry", key, text)
                    continue
                first = min(first, row[encoding.AT])
                self.check_reason(seal, row)
            self.note_slowest(seal, first)

    def check_reason(self, seal: StoredSeal, row: encoding.Row) -> None:
        """Check that the reason, which the digest leaves out, is the sealed one or erased."""
        commitment, reason, salt = row[encoding.COMMITMENT], row[encoding.REASON], row[encoding.SALT]
        if not (reason or salt):
            self.chain(seal.chain).erased += bool(commitment)
        elif commitment != encoding.commitment(salt=salt, reason=reason):
            self.fault(
                seal.chain,
                "entry",
                row[encoding.KEY],
                f"({row[encoding.UUID]}) has another reason than was sealed",
            )

    def note_slowest(self, seal: StoredSeal, first: str) -> None:
        chain, end, start = self.chain(seal.chain), encoding.moment(seal.at), encoding.moment(first)
        if end and start:
            chain.slowest = max(chain.slowest, end - start)

    def check_ends(self, lines: anchor.Reader) -> None:
        """Report lines of the anchor without a seal, and seals without a line."""
        newest = encoding.moment(self.newest)
        bound = encoding.stamp(newest - ANCHOR_WINDOW) if newest else ""
        for chain in list(self.chains.values()):
            if chain.first_without_line and chain.first_without_line[1] < bound:
                number, since = chain.first_without_line
                text = f"lines are missing, since {since} UTC"
                self.fault(chain.name, "anchor", span(number, chain.number), text)
        left: dict[str, list[int]] = {}
        for line in lines.rest():
            left.setdefault(line.chain, []).append(line.number)
        for name, numbers in left.items():
            text = "stands in the anchor and not in the database: the log was cut or restored from an older state"
            self.fault(name, "seal", span(min(numbers), max(numbers)), text)
        for number in lines.broken:
            self.fault(LOG, "anchor", f"line {number}", "is none of a seal")

    def note_waiting(self) -> None:
        waiting = (
            f"select e.office_id, count(*), min({encoding.time_text('e.at')})"  # noqa: S608
            " from audit_unsealed u join audit_entry e on e.id = u.entry_id group by e.office_id"
        )
        for office, number, since in ask(waiting):
            chain = self.chain(encoding.chain_name(office))
            chain.waiting, chain.waiting_since = number, since


def span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def batches() -> Iterator[list[StoredSeal]]:
    """Yield batches of seals with about ENTRIES_AT_ONCE entries together."""
    batch, size = [], 0
    for seal in stored_seals():
        batch.append(seal)
        size += len(seal.covers) // encoding.COVERED
        if size >= ENTRIES_AT_ONCE:
            yield batch
            batch, size = [], 0
    yield batch


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as of one moment inside the block, without blocking writers."""
    if connection.in_atomic_block:
        with scoped(ALL), readable_text():
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            ask("set transaction isolation level repeatable read, read only")
            with scoped(ALL):
                yield
    else:
        # Not atomic(), which would take the write lock.
        ask("begin")
        try:
            with scoped(ALL), readable_text():
                yield
        finally:
            ask("rollback")


@contextmanager
def readable_text() -> Iterator[None]:
    """Decode invalid text on SQLite instead of raising, so that a falsified value can be located."""
    if connection.vendor != "sqlite":
        yield
        return
    raw: Any = connection.connection
    raw.text_factory = lambda text: text.decode(errors="surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str
