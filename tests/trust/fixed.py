"""A world without chance: dice that fall the same way again, a clock that stands, and rows that can be undone.

Whatever still differs between two worlds then comes from what the worlds hold.
"""

import os
import random
import shutil
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.mail import message as mail
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Site

from casework.outbox import composing
from cms.keeping import forget_pages

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Dice:
    """What draws from the system's chance draws from here: keys, references, tokens, salts, UUIDs of version 4."""

    def __init__(self):
        self.begin("start")

    def begin(self, name):
        """From here on the same name gives the same draws."""
        random.seed(name)
        self._stream = random.Random(name)

    def __call__(self, count):
        return self._stream.randbytes(count)


class Clock:
    """Stands at one moment until somebody moves it."""

    def __init__(self):
        self.seconds = NOON.timestamp()

    def __call__(self):
        return self.seconds

    def moment(self):
        """A class that tells this clock's time where code asks `datetime.now()`."""
        clock = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromtimestamp(clock.seconds, tz)

        return Moment


@contextmanager
def without_chance(monkeypatch):
    """Yields the dice and the clock that everything inside runs by."""
    dice, clock = Dice(), Clock()
    with monkeypatch.context() as patch:
        patch.setattr(os, "urandom", dice)
        patch.setattr(random, "_urandom", dice)
        patch.setattr(time, "time", clock)
        patch.setattr(timezone, "datetime", clock.moment())
        patch.setattr(composing, "datetime", clock.moment())
        patch.setattr(mail, "datetime", clock.moment())
        yield dice, clock


class _Undo(Exception):
    pass


@contextmanager
def rows_put_back():
    """Rows are afterwards as they were before."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


@contextmanager
def undone():
    """What happens inside never happened: rows, cache, stored files and mail."""
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
    """Empty what remembers beside the database."""
    cache.clear()
    forget_in_process()
    for folder in (settings.FILES_ROOT, settings.MAIL_DIR):
        shutil.rmtree(folder, ignore_errors=True)


def forget_in_process():
    """Empty what this process remembers, which hangs on what it did before and on no office's data."""
    forget_pages()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def burn_keys():
    """Move the counter of every table on, each by a number of its own, as hidden inserts would.

    From then on no row has the integer key that it has without them: a key that reaches a page makes it differ.
    """
    for place, model in enumerate(apps.get_models(include_auto_created=True)):
        if model._meta.managed and not model._meta.proxy and model._meta.auto_field is not None:
            _burn(model._meta.db_table, model._meta.auto_field.column, 10_007 + 101 * place)


def _burn(table, column, count):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "select max(nextval(pg_get_serial_sequence(%s, %s))) from generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return
        cursor.execute("update sqlite_sequence set seq = seq + %s where name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute("insert into sqlite_sequence (name, seq) values (%s, %s)", [table, count])
