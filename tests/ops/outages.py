"""Databases that can be read and not written, or not reached, and disks without space."""

from contextlib import contextmanager

from django.db import OperationalError, connections


@contextmanager
def read_only():
    """Let the databases of this process take no writes: a new transaction in it is refused the first."""
    switch(on=True)
    try:
        yield
    finally:
        switch(on=False)


def switch(*, on):
    for alias in connections:
        with connections[alias].cursor() as cursor:
            if connections[alias].vendor == "postgresql":
                cursor.execute(f"set default_transaction_read_only = {'on' if on else 'off'}")
            else:
                cursor.execute(f"pragma query_only = {'on' if on else 'off'}")


@contextmanager
def full_disk():
    """Let SQLite's files grow no further, as on a full disk: each write beyond them fails."""
    limits = {}
    for alias in connections:
        with connections[alias].cursor() as cursor:
            [(pages,)] = cursor.execute("pragma page_count").fetchall()
            [(limits[alias],)] = cursor.execute("pragma max_page_count").fetchall()
            cursor.execute(f"pragma max_page_count = {pages}")
    try:
        yield
    finally:
        for alias, limit in limits.items():
            with connections[alias].cursor() as cursor:
                cursor.execute(f"pragma max_page_count = {limit}")


@contextmanager
def away(monkeypatch, error=OperationalError):
    """Let no statement reach a database."""

    def lost_connection(*_arguments, **_facts):
        raise error("connection to server lost")

    with monkeypatch.context() as lost:
        lost.setattr("django.db.backends.utils.CursorWrapper.execute", lost_connection)
        yield


def free_bytes_at(monkeypatch, free):
    """Let every disk have this many bytes left."""
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Usage", (), {"free": free})())


@contextmanager
def no_server():
    """Let connections go where no server listens, as when it is stopped."""
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict |= {"HOST": "127.0.0.1", "PORT": "9"}
    try:
        yield
    finally:
        for alias, held in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(held)
