"""Prepared querysets of what one person sees: someone of the desk, or a constituent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from accounts import prepared
from accounts.models import User

from .membership import Membership
from .practice import is_practising
from .visibility import offices_of


class Prepared:
    """A queryset of what one person sees, compiled once for each number of offices.

    `build` gets the person, what decides the SQL by position, and keys, texts, days and moments by name. It starts at
    `in_offices_of(person)` like every other query, and knows no roles: a marked person has none.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._prepared = prepared.Prepared(self._marked)

    def rows(self, person: Any, *shape: Any, **values: Any) -> list[Any]:
        """Return the rows for this person; none for someone who works in no office.

        In a practice office the managers of offices and people mean others, so nothing is prepared there.
        """
        offices = sorted(offices_of(person))
        if not offices:
            return []
        if is_practising():
            return list(self._build(person, *shape, **values))
        keys = {f"office_{n}": key for n, key in enumerate(offices)}
        return self._prepared.rows(len(offices), *shape, **keys, person=person.pk, **values)

    def _marked(self, number: int, *shape: Any, person: int, **values: Any) -> models.QuerySet[Any, Any]:
        """Build the queryset for a person who is only a mark."""
        offices = [values.pop(f"office_{n}") for n in range(number)]
        # A given uuid, because the default would draw random numbers while a page is made.
        marked = User(pk=person, uuid=UUID(int=0), kind=User.Kind.STAFF)
        marked.resolved_memberships = [
            Membership(office_id=office, uuid=UUID(int=0), role="") for office in offices
        ]
        return self._build(marked, *shape, **values)


class PreparedRaised:
    """A queryset of what one constituent raised, compiled once.

    `build` gets the person and the time, and keys and texts by name. It starts at `raised_by(person, at=now)`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._prepared = prepared.Prepared(self._marked)

    def rows(self, person: Any, **values: Any) -> list[Any]:
        """Return the rows for this person. What a code or word opened is another statement each time."""
        now = timezone.now()
        if not person.is_authenticated or getattr(person, "opened_cases", None):
            return list(self._build(person, now, **values))
        return self._prepared.rows(person=person.pk, now=now, **values)

    def _marked(self, *, person: int, now: datetime, **values: Any) -> models.QuerySet[Any, Any]:
        return self._build(User(pk=person, uuid=UUID(int=0)), now, **values)
