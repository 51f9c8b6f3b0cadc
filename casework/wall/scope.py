"""The scope: whose rows the current code may touch, held in a context variable and passed to PostgreSQL.

On PostgreSQL every tenant table compares its rows with these settings (`casework.wall.row_security`). They are set here
and nowhere else, inside a transaction, and restored on the way out. On SQLite the scope is only remembered: there
the querysets (`visible_to`, `raised_by`) are the rule. Outside any scope PostgreSQL shows nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Scope:
    """The visible rows: whole offices, the cases and other rows of one person, or everything.

    `withheld` are cases that the person raised for somebody else, who has not agreed: what was said stays closed.
    `shared` are cases that other offices share with these, `shares` the rows that say so, `people` whom they are about.
    """

    offices: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    withheld: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    shares: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    person: int | None = None
    everything: bool = False

    def settings(self) -> dict[str, str]:
        """Return the PostgreSQL settings by name; keys are joined by commas."""
        sets = {
            "app.offices": self.offices,
            "app.cases": self.cases,
            "app.withheld": self.withheld,
            "app.shared": self.shared,
            "app.shares": self.shares,
            "app.people": self.people,
        }
        keys = {name: ",".join(map(str, sorted(held))) for name, held in sets.items()}
        person = "" if self.person is None else str(self.person)
        return keys | {"app.person": person, "app.all": "on" if self.everything else ""}


NOTHING = Scope()
ALL = Scope(everything=True)

_current: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


def office_scope(*office_ids: int) -> Scope:
    return Scope(offices=frozenset(office_ids))


def current() -> Scope:
    return _current.get()


def _tell_database(scope: Scope, *, before: Scope = NOTHING) -> None:
    """Set what differs from the scope `before`, which this transaction is in. A new one begins without settings."""
    known = before.settings()
    wanted = [pair for pair in scope.settings().items() if known[pair[0]] != pair[1]]
    if not wanted:
        return
    calls = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", [part for pair in wanted for part in pair])


@contextmanager
def scoped(wanted: Scope, *, savepoint: bool = True) -> Iterator[None]:
    """Enter the scope `wanted` for the block, then restore the previous one.

    On PostgreSQL this is a transaction (or a savepoint inside one): an exception rolls the work back. Without the
    savepoint it rolls back the whole of the transaction around it.
    """
    if connection.vendor != "postgresql":
        token = _current.set(wanted)
        try:
            yield
        finally:
            _current.reset(token)
        return
    before, within = _current.get(), connection.in_atomic_block
    with transaction.atomic(savepoint=savepoint):
        token = _current.set(wanted)
        try:
            _tell_database(wanted, before=before if within else NOTHING)
            yield
        finally:
            last = _current.get()
            _current.reset(token)
        # SET LOCAL outlives a released savepoint; a rollback and the end of the transaction restore it by themselves.
        if within and not connection.needs_rollback:
            _tell_database(before, before=last)


def widen(wanted: Scope) -> None:
    """Change the scope of the current `scoped` block. The scope before that block is restored after it."""
    if connection.vendor == "postgresql":
        _tell_database(wanted, before=_current.get())
    _current.set(wanted)
