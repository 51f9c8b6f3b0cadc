"""Querysets compiled to SQL once a process, because compiling costs Django more than the database needs to answer."""

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler

FIRST_KEY = 2**62  # no key of a row is as high
FIRST_DAY = date(9000, 1, 1)
FIRST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)
WORDS = "\ue000 in place of a text"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d")  # how SQLite is given a time


class NotConstant(ValueError):
    """A prepared queryset would keep the time at which it was made."""


@dataclass(frozen=True)
class Compiled:
    """A queryset with its SQL, whose parameters hold marks in place of values."""

    queryset: models.QuerySet
    compiler: SQLCompiler
    sql: str
    marked: tuple[Any, ...]

    def rows(self, values: Mapping[Any, Any]) -> list[Any]:
        """Return what the queryset gives, run with `values` by mark."""
        compiler = copy(self.compiler)
        compiler.connection = connection
        given = [_in_place_of(mark, values) for mark in self.marked]
        compiler.as_sql = lambda *_args, **_options: (self.sql, given)
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler
        return list(queryset)


class Prepared:
    """A queryset made with marks in place of values, and run each time with the values.

    `build` gets what decides the SQL by position and the values by name: keys, texts, days and moments. It must not
    prefetch, nor ask for the time itself: NotConstant is raised for a time that was not given.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build

    def rows(self, *shape: Any, **values: Any) -> list[Any]:
        """Return the rows of the queryset for this shape and these values."""
        key = self, connection.vendor, shape
        marks = {name: _mark(value, n) for n, (name, value) in enumerate(values.items())}
        if key not in STATEMENTS:
            STATEMENTS[key] = _compiled(self._build(*shape, **marks), set(map(_adapted, marks.values())))
        by_mark = {_adapted(marks[name]): _adapted(value) for name, value in values.items()}
        return STATEMENTS[key].rows(by_mark)


def _mark(value: Any, number: int) -> Any:
    """Return a value of the same type that no row has."""
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(seconds=number)
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=number)
    if isinstance(value, int):
        return FIRST_KEY + number
    if isinstance(value, str):
        return f"{WORDS} {number}"
    raise TypeError(f"{value!r} is no key, text, day or moment.")


def _adapted(value: Any) -> Any:
    """Return a value as it stands among the parameters of a statement."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _compiled(queryset: models.QuerySet, marks: set[Any]) -> Compiled:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, marked = compiler.as_sql()
    if any(_is_time(value) and value not in marks for value in marked):
        raise NotConstant(sql)
    return Compiled(queryset, compiler, sql, tuple(marked))


def _is_time(value: Any) -> bool:
    """Return whether a parameter is a time. The last day of all stands for "never"."""
    if isinstance(value, str):
        return bool(MOMENT.match(value)) and value != str(date.max)
    return isinstance(value, date) and value != date.max


def _in_place_of(mark: Any, values: Mapping[Any, Any]) -> Any:
    """Return the value that replaces a mark, or a parameter that is not a mark unchanged.

    An integer keeps the class of its mark, which tells PostgreSQL the type of the column.
    """
    if not isinstance(mark, int | str | date) or mark not in values:
        return mark
    return type(mark)(values[mark]) if isinstance(mark, int) else values[mark]


# By queryset, database and shape. A test that changes what a queryset lets through starts without them.
STATEMENTS: dict[tuple[Prepared, str, tuple[Any, ...]], Compiled] = {}
