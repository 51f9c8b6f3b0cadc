"""What no seal can show: entries that were put in, taken away while they waited, or erased in silence."""

from collections.abc import Iterator

from .streams import ask, stream
from .verbs import Verb

Stray = tuple[int | None, int, str]  # office, key of the entry, what is wrong with it
CHUNK = 1 << 16


class Keys:
    """A set of integers at a bit each."""

    def __init__(self) -> None:
        self.chunks: dict[int, bytearray] = {}

    def add(self, key: int) -> bool:
        """True if it was not in yet."""
        chunk = self.chunks.setdefault(key // CHUNK, bytearray(CHUNK // 8))
        place, bit = divmod(key % CHUNK, 8)
        fresh = not chunk[place] & (1 << bit)
        chunk[place] |= 1 << bit
        return fresh

    def __contains__(self, key: int) -> bool:
        place, bit = divmod(key % CHUNK, 8)
        chunk = self.chunks.get(key // CHUNK)
        return bool(chunk and chunk[place] & (1 << bit))


def entries_missing_or_put_in(named: Keys, found: int) -> Iterator[Stray]:
    """`named`: entries that seals name; `found`: how many of them are there. If counts fit, nothing more is read."""
    for (key,) in ask(
        "select u.entry_id from audit_unsealed u left join audit_entry e on e.id = u.entry_id where e.id is null"
    ):
        yield None, key, "is gone, it waited for its seal"
    [(there,)] = ask("select count(*) from audit_entry")
    [(waiting,)] = ask("select count(*) from audit_unsealed u join audit_entry e on e.id = u.entry_id")
    if there != found + waiting:
        yield from _look_at_each(named)


def _look_at_each(named: Keys) -> Iterator[Stray]:
    every = (
        "select e.id, e.office_id, u.entry_id from audit_entry e"
        " left join audit_unsealed u on u.entry_id = e.id order by e.id"
    )
    for key, office, waiting in stream(every, 2000):
        if key in named and waiting is not None:
            yield office, key, "has a seal and waits for another"
        elif key not in named and waiting is None:
            yield office, key, "stands in no seal and waits for none: it was put in"


def erased_in_silence() -> Iterator[tuple[int | None, int]]:
    """Entries whose reason was blanked, without the entry that such an act leaves."""
    key = "replace(cast(e.uuid as text), '-', '')"
    yield from ask(
        f"select e.office_id, e.id from audit_entry e where e.commitment <> '' and e.salt = '' and e.reason = ''"  # noqa: S608
        f" and {key} not in (select subject from audit_entry where verb = '{Verb.REASON_ERASED}') order by e.id"
    )
