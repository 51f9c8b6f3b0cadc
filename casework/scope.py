"""Whose rows this code may touch: a named scope, held in a context variable and told to PostgreSQL.

On PostgreSQL every tenant table compares its rows with these settings (`casework.rls`). They are set here and
nowhere else, inside a transaction, and put back on the way out. On SQLite the scope is only remembered: there
the querysets (`visible_to`, `raised_by`) are the rule. Outside any scope PostgreSQL shows nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Scope:
    """What may be seen: whole offices, the cases and other rows of one person, or everything.

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
        """The settings of PostgreSQL by name; keys are joined by commas."""
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


def _tell_database(scope: Scope) -> None:
    wanted = scope.settings()
    calls = ", ".join(["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", [part for pair in wanted.items() for part in pair])


@contextmanager
def scoped(wanted: Scope, *, savepoint: bool = True) -> Iterator[None]:
    """Work inside `wanted`, then return to what was in force before.

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
            _tell_database(wanted)
            yield
        finally:
            _current.reset(token)
        # SET LOCAL outlives a released savepoint; a rollback and the end of the transaction restore it by themselves.
        if within and not connection.needs_rollback:
            _tell_database(before)
