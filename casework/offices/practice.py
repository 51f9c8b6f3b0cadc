"""Which offices a request acts for: the real ones, or one person's own practice office.

A practice office has made-up cases and belongs to one person (`practice_of`). `Office`, `Member` and `Membership`
show real rows only, everywhere, except inside `practising`: there they show that person's practice rows and no others.
So a list of offices, people or Members is right without saying so, and no page can mix the two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

_person: ContextVar[int | None] = ContextVar("practising", default=None)


def is_practising() -> bool:
    return _person.get() is not None


@contextmanager
def practising(person: int | None) -> Iterator[None]:
    """Within the block, act for the practice office of the person with this key; with None, for the real offices."""
    token = _person.set(person)
    try:
        yield
    finally:
        _person.reset(token)


class OfThisRequest(models.Manager):
    """Manager of rows with `practice_of`: the real ones, or within `practising` those of that person."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(practice_of=_person.get())


class Practices(models.Manager):
    """Manager of the practice rows of everyone, for the work of the service itself."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(practice_of__isnull=False)
