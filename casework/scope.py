"""Whose rows this code may touch: a named scope, held in a context variable and told to PostgreSQL.

On PostgreSQL every tenant table compares its rows with four settings (`casework.rls`). They are set here and
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
    """What may be seen: whole offices, the cases and other rows of one person, or everything."""

    offices: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    person: int | None = None
    everything: bool = False

    def settings(self) -> tuple[str, str, str, str]:
        """The values of app.offices, app.cases, app.person and app.all."""
        return (
            ",".join(map(str, sorted(self.offices))),
            ",".join(map(str, sorted(self.cases))),
            "" if self.person is None else str(self.person),
            "on" if self.everything else "",
        )


NOTHING = Scope()
ALL = Scope(everything=True)

_current: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


def office_scope(*office_ids: int) -> Scope:
    return Scope(offices=frozenset(office_ids))


def current() -> Scope:
    return _current.get()


def _tell_database(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.offices', %s, true), set_config('app.cases', %s, true),"
            " set_config('app.person', %s, true), set_config('app.all', %s, true)",
            scope.settings(),
        )


@contextmanager
def scoped(wanted: Scope) -> Iterator[None]:
    """Work inside `wanted`, then return to what was in force before.

    On PostgreSQL this is a transaction (or a savepoint inside one): an exception rolls the work back.
    """
    if connection.vendor != "postgresql":
        token = _current.set(wanted)
        try:
            yield
        finally:
            _current.reset(token)
        return
    before = _current.get()
    with transaction.atomic():
        token = _current.set(wanted)
        try:
            _tell_database(wanted)
            yield
        finally:
            _current.reset(token)
            # SET LOCAL outlives a released savepoint; a rollback restores it by itself.
            if not connection.needs_rollback:
                _tell_database(before)
