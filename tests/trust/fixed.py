"""A deterministic environment: seeded random numbers, a stopped clock, and changes that are rolled back.

Any remaining difference between two worlds is caused by their data.
"""

import os
import random
import shutil
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.mail import message as mail
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Site

from casework.outbox import composing
from cms.page_cache import clear_pages

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class SeededRandom:
    """Replacement for the system's random source, used for keys, references, tokens, salts and version 4 UUIDs."""

    def __init__(self):
        self.begin("start")

    def begin(self, name):
        """Reset the seed: the same name gives the same numbers."""
        random.seed(name)
        self._stream = random.Random(name)

    def __call__(self, count):
        return self._stream.randbytes(count)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.seconds = NOON.timestamp()

    def __call__(self):
        return self.seconds

    def moment(self):
        """Return a class that returns this clock's time where code calls `datetime.now()`."""
        clock = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromtimestamp(clock.seconds, tz)

        return Moment


@contextmanager
def without_chance(monkeypatch):
    """Yield the seeded random source and the stopped clock that the block uses."""
    rng, clock = SeededRandom(), Clock()
    with monkeypatch.context() as patch:
        patch.setattr(os, "urandom", rng)
        patch.setattr(random, "_urandom", rng)
        patch.setattr(time, "time", clock)
        patch.setattr(timezone, "datetime", clock.moment())
        patch.setattr(composing, "datetime", clock.moment())
        patch.setattr(mail, "datetime", clock.moment())
        yield rng, clock


class _Undo(Exception):
    pass


@contextmanager
def rows_put_back():
    """Restore the rows of the block on exit."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


@contextmanager
def undone():
    """Undo all changes of the block: rows, cache, stored files and mail."""
    forget()
    with rows_put_back():
        if connection.vendor == "postgresql":
            with (
                connection.cursor() as cursor
            ):  # a large world is thought out for longer than a request may take
                cursor.execute("set local idle_in_transaction_session_timeout = 0")
        yield
    forget()


def forget():
    """Clear all caches outside the database."""
    cache.clear()
    forget_in_process()
    for folder in (settings.FILES_ROOT, settings.MAIL_DIR):
        shutil.rmtree(folder, ignore_errors=True)


def forget_in_process():
    """Clear what this process caches, which depends on earlier requests and on no office's data."""
    clear_pages()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def burn_keys():
    """Advance the sequence of every table by its own number, as hidden inserts would.

    Then no row has the integer key that it would have without: a key that reaches a page makes it differ.
    """
    for place, model in enumerate(apps.get_models(include_auto_created=True)):
        if model._meta.managed and not model._meta.proxy and model._meta.auto_field is not None:
            _burn(model._meta.db_table, model._meta.auto_field.column, 10_007 + 101 * place)


def _burn(table, column, count):
    if connection.vendor == "postgresql":
        _burn_as_owner(table, column, count)
        return
    with connection.cursor() as cursor:
        cursor.execute("update sqlite_sequence set seq = seq + %s where name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute("insert into sqlite_sequence (name, seq) values (%s, %s)", [table, count])


def _burn_as_owner(table, column, count):
    """Advance the sequences in another session: the app role has no right to them, and they are not transactional."""
    held, owner = connection.settings_dict, settings.DATABASE_OWNER
    with psycopg.connect(
        dbname=held["NAME"],
        user=owner["USER"],
        host=owner["HOST"] or None,
        password=owner["PASSWORD"] or None,
    ) as session:
        session.execute(
            "select max(nextval(pg_get_serial_sequence(%s, %s))) from generate_series(1, %s)",
            [f'"{table}"', column, count],
        )
