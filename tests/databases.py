"""The databases of this process: copies of the migrated template, made anew after each test that commits."""

import shutil
import threading
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from tests.cluster import OWNER
from tests.template_databases import SQLITE_FILES, TEMPLATE


def take(worker: str) -> None:
    """Point every alias at a database that no other process uses, and make it."""
    for alias in connections:
        held = connections[alias].settings_dict
        if settings.DATABASE_OWNER:
            held["NAME"] = f"test_{worker}"
        else:
            held["NAME"] = str(settings.DATA_DIR / f"test-{worker}-{SQLITE_FILES[alias]}")
    renew()


_change = threading.Condition()
_requests = 0
_renewing = False


def begin_request() -> None:
    """Keep the databases from being renewed until `end_request`: a page that closes still sends what was typed."""
    global _requests
    with _change:
        _change.wait_for(lambda: not _renewing)
        _requests += 1


def end_request() -> None:
    """Let the databases be renewed again."""
    global _requests
    with _change:
        _requests -= 1
        _change.notify_all()


def renew() -> None:
    """Replace them by copies of the template, once the live server has answered its requests."""
    global _renewing
    with _change:
        assert _change.wait_for(lambda: _requests == 0, timeout=30), (
            "a request is not answered after 30 seconds"
        )
        _renewing = True
    try:
        _replace()
    finally:
        with _change:
            _renewing = False
            _change.notify_all()


def _replace() -> None:
    for alias in connections:
        connections[alias].close()
    if settings.DATABASE_OWNER:
        held = connections["default"].settings_dict
        _copy_database(held["NAME"], host=held["HOST"])
    else:
        for alias in connections:
            _copy_file(alias)


def _copy_database(name: str, *, host: str) -> None:
    names = {
        "name": sql.Identifier(name),
        "template": sql.Identifier(TEMPLATE),
        "owner": sql.Identifier(OWNER),
    }
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as administrator:
        administrator.execute(sql.SQL("drop database if exists {name} with (force)").format(**names))
        administrator.execute(
            sql.SQL("create database {name} template {template} owner {owner}").format(**names)
        )


def _copy_file(alias: str) -> None:
    """The old files are unlinked, so that a process which still has them open cannot write into the new ones."""
    path = Path(connections[alias].settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(settings.DATA_DIR / "template" / SQLITE_FILES[alias], path)
