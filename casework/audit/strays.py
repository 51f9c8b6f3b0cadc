"""Faults that no seal reveals: entries inserted, deleted before they were sealed, or erased without an entry."""

from collections.abc import Iterator

from .streams import ask, stream
from .verbs import Verb

Stray = tuple[int | None, int, str]  # office, key of the entry, description of the fault
CHUNK = 1 << 16


class Keys:
    """Set of integers that takes one bit each."""

    def __init__(self) -> None:
        self.chunks: dict[int, bytearray] = {}

    def add(self, key: int) -> bool:
        """Add the key. Return whether it is new."""
        chunk = self.chunks.setdefault(key // CHUNK, bytearray(CHUNK // 8))
        index, bit = divmod(key % CHUNK, 8)
        new = not chunk[index] & (1 << bit)
        chunk[index] |= 1 << bit
        return new

    def __contains__(self, key: int) -> bool:
        index, bit = divmod(key % CHUNK, 8)
        chunk = self.chunks.get(key // CHUNK)
        return bool(chunk and chunk[index] & (1 << bit))


def missing_or_inserted_entries(named: Keys, found: int) -> Iterator[Stray]:
    """Yield entries that were deleted before sealing or inserted without a seal.

    `named` holds the keys that seals name, `found` how many of them exist. Entries are read only if counts differ.
    """
    for (key,) in ask(
        "select u.entry_id from audit_unsealed u left join audit_entry e on e.id = u.entry_id where e.id is null"
    ):
        yield None, key, "is gone, it waited for its seal"
    [(there,)] = ask("select count(*) from audit_entry")
    [(waiting,)] = ask("select count(*) from audit_unsealed u join audit_entry e on e.id = u.entry_id")
    if there != found + waiting:
        yield from _check_each(named)


def _check_each(named: Keys) -> Iterator[Stray]:
    every = (
        "select e.id, e.office_id, u.entry_id from audit_entry e"
        " left join audit_unsealed u on u.entry_id = e.id order by e.id"
    )
    for key, office, waiting in stream(every, 2000):
        if key in named and waiting is not None:
            yield office, key, "has a seal and waits for another"
        elif key not in named and waiting is None:
            yield office, key, "stands in no seal and waits for none: it was put in"


def erased_without_entry() -> Iterator[tuple[int | None, int]]:
    """Yield (office, key) of entries whose reason was blanked without an entry about it."""
    key = "replace(cast(e.uuid as text), '-', '')"
    yield from ask(
        f"select e.office_id, e.id from audit_entry e where e.commitment <> '' and e.salt = '' and e.reason = ''"  # noqa: S608
        f" and {key} not in (select subject from audit_entry where verb = '{Verb.REASON_ERASED}') order by e.id"
    )
