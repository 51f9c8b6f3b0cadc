"""Bringing a database to the very tables that a back-up was made of. All of it as the owner."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from casework.audit import guards
from config.databases import grant_to_app_role, keep_private

Migrations = set[tuple[str, str]]

OWN_TABLES = """
    select quote_ident(tablename) from pg_tables where schemaname = 'public' and tableowner = current_user
"""
OWN_FUNCTIONS = """
    select oid::regprocedure::text from pg_proc
    where pronamespace = 'public'::regnamespace and proowner = (select oid from pg_roles where rolname = current_user)
"""
OURS = "relnamespace = 'public'::regnamespace and relname = any(%s)"
WITH_TRIGGERS = "exists (select 1 from pg_trigger where tgrelid = pg_class.oid and not tgisinternal)"


class TooNew(Exception):
    """The back-up was made by a version of the program that this one does not know."""


def applied() -> Migrations:
    return set(MigrationRecorder(connection).applied_migrations())


def refuse_unknown(wanted: Migrations) -> None:
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    if strange := sorted(wanted - known):
        raise TooNew(", ".join(f"{app} {name}" for app, name in strange[:3]))


def ready(wanted: Migrations) -> Any:
    """The tables of exactly these migrations stand, with whatever is in them. Returns the models of that state."""
    there = applied()
    if there != wanted:
        if there:
            tear_down()
        build(wanted)
    loader = MigrationExecutor(connection).loader
    if wanted == set(loader.disk_migrations):
        return apps
    return loader.project_state(ends(loader, wanted)).apps


def build(wanted: Migrations) -> None:
    if connection.vendor == "postgresql":
        grant_to_app_role(connection, settings.APP_ROLE)
    executor = MigrationExecutor(connection)
    executor.migrate(ends(executor.loader, wanted))


def ends(loader: Any, wanted: Migrations) -> list[tuple[str, str]]:
    """The last migrations of each app: those that no other of the same app builds upon."""
    graph = loader.graph
    last = []
    for key in sorted(wanted & set(graph.nodes)):
        children = {child.key for child in graph.node_map[key].children}
        if not any(child[0] == key[0] and child in wanted for child in children):
            last.append(key)
    return last


def tear_down() -> None:
    """No table is left. On SQLite the database's file goes, which every other process must have let go."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        keep_private()
        return
    with connection.cursor() as cursor:
        for what, own in (("table", OWN_TABLES), ("function", OWN_FUNCTIONS)):
            cursor.execute(own)
            for (name,) in cursor.fetchall():
                cursor.execute(f"drop {what} if exists {name} cascade")


def empty() -> None:
    """Every row of every table goes, what migrations wrote among it; not the list of migrations."""
    names = [
        connection.ops.quote_name(name)
        for name in connection.introspection.django_table_names(only_existing=True)
    ]
    with guards.lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"truncate {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"delete from {name}")  # noqa: S608  names of our own tables


@contextmanager
def open_to_the_owner(tables: list[str]) -> Iterator[None]:
    """Without row-level security, under which there is no COPY, and without the triggers that hold people to the steps
    of an act. Inside one transaction.

    What waits for the end of the transaction is checked before the wall stands again, because PostgreSQL alters no
    table about which something waits.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        walled = _named(cursor, f"relforcerowsecurity and {OURS}", tables)
        held = _named(cursor, f"{WITH_TRIGGERS} and {OURS}", tables)
        _alter(cursor, walled, "no force row level security")
        _alter(cursor, held, "disable trigger user")
        yield
        cursor.execute("set constraints all immediate")
        _alter(cursor, held, "enable trigger user")
        _alter(cursor, walled, "force row level security")


def _named(cursor: Any, condition: str, tables: list[str]) -> list[str]:
    cursor.execute(f"select quote_ident(relname) from pg_class where {condition}", [tables])  # noqa: S608  ours
    return [name for (name,) in cursor.fetchall()]


def _alter(cursor: Any, tables: list[str], how: str) -> None:
    for name in tables:
        cursor.execute(f"alter table {name} {how}")


@contextmanager
def without_foreign_keys() -> Iterator[None]:
    """Rows come in any order on SQLite; all together are checked at the end."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and connection.disable_constraint_checking():
            stack.callback(connection.enable_constraint_checking)
        yield
