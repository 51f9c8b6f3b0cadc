"""Queries whose SQL is made once a process, because making it costs Django more than the database needs to answer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models

from accounts.models import User

from .membership import Membership
from .visibility import offices_of

FIRST_MARK = 2**62  # no key of a row is as high


class NotConstant(ValueError):
    """A prepared query would store the time at which it was made."""


class Prepared:
    """A query of what one person sees, made with markers in place of keys and run each time with the keys.

    `build` gets the person and the keys by name, starts at `in_offices_of(person)` like every other query, and
    returns `values_list()`. It must not ask for the time: NotConstant is raised if it does.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build

    def rows(self, person: Any, **keys: int) -> list[tuple[Any, ...]]:
        """Return the rows for this person and these keys; none for someone who works in no office."""
        offices = sorted(offices_of(person))
        if not offices:
            return []
        key = self, connection.vendor, len(offices)
        if key not in STATEMENTS:
            STATEMENTS[key] = self._make(len(offices), keys)
        sql, marked = STATEMENTS[key]
        values = dict(enumerate([*offices, person.pk, *keys.values()], FIRST_MARK))
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(value, value) if _is_key(value) else value for value in marked])
            return cursor.fetchall()

    def _make(self, offices: int, keys: Mapping[str, int]) -> tuple[str, tuple[Any, ...]]:
        marks = range(FIRST_MARK, FIRST_MARK + offices + 1 + len(keys))
        # A given uuid, because the default would draw random numbers while a page is made.
        person = User(pk=marks[offices], uuid=UUID(int=0), kind=User.Kind.STAFF)
        person.resolved_memberships = [
            Membership(office_id=mark, uuid=UUID(int=0)) for mark in marks[:offices]
        ]
        query = self._build(person, **dict(zip(keys, marks[offices + 1 :], strict=True))).query
        sql, values = query.sql_with_params()
        if any(isinstance(value, date) for value in values):
            raise NotConstant(sql)
        return sql, tuple(int(value) if _is_key(value) else value for value in values)


def _is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# SQL and parameters of each query, by database and number of offices. A test that changes what a queryset lets through
# starts without them.
STATEMENTS: dict[tuple[Prepared, str, int], tuple[str, tuple[Any, ...]]] = {}
