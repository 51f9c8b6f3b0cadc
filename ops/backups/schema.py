"""Preparation of a database with exactly the tables of a back-up, as the owner."""

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
from ops.databases import grant_to_app_role, make_files_private

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
    """The back-up was made by a newer version of the program."""


def applied() -> Migrations:
    return set(MigrationRecorder(connection).applied_migrations())


def refuse_unknown(wanted: Migrations) -> None:
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    if unknown := sorted(wanted - known):
        raise TooNew(", ".join(f"{app} {name}" for app, name in unknown[:3]))


def prepare_tables(wanted: Migrations) -> Any:
    """Create the tables of exactly these migrations if they differ. Return the models of that state."""
    current = applied()
    if current != wanted:
        if current:
            drop_tables()
        build(wanted)
    loader = MigrationExecutor(connection).loader
    if wanted == set(loader.disk_migrations):
        return apps
    return loader.project_state(latest_migrations(loader, wanted)).apps


def build(wanted: Migrations) -> None:
    if connection.vendor == "postgresql":
        grant_to_app_role(connection, settings.APP_ROLE)
    executor = MigrationExecutor(connection)
    executor.migrate(latest_migrations(executor.loader, wanted))


def latest_migrations(loader: Any, wanted: Migrations) -> list[tuple[str, str]]:
    """Return the last migrations of each app: those on which no other of the same app depends."""
    graph = loader.graph
    last = []
    for key in sorted(wanted & set(graph.nodes)):
        children = {child.key for child in graph.node_map[key].children}
        if not any(child[0] == key[0] and child in wanted for child in children):
            last.append(key)
    return last


def drop_tables() -> None:
    """Drop all tables. On SQLite delete the database file, so no other process may have it open."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        make_files_private()
        return
    with connection.cursor() as cursor:
        for what, own in (("table", OWN_TABLES), ("function", OWN_FUNCTIONS)):
            cursor.execute(own)
            for (name,) in cursor.fetchall():
                cursor.execute(f"drop {what} if exists {name} cascade")


def delete_rows() -> None:
    """Delete every row of every table, also those that migrations created, but not the list of migrations."""
    names = [
        connection.ops.quote_name(name)
        for name in connection.introspection.django_table_names(only_existing=True)
    ]
    with guards.lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"truncate {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"delete from {name}")  # noqa: S608  names of tables


@contextmanager
def without_row_security(tables: list[str]) -> Iterator[None]:
    """Disable row-level security, which forbids COPY, and triggers inside the block, within one transaction.

    Deferred constraints are checked before both are enabled again, because PostgreSQL cannot alter a table with pending
    checks.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        walled = _named(cursor, f"relforcerowsecurity and {OURS}", tables)
        with_triggers = _named(cursor, f"{WITH_TRIGGERS} and {OURS}", tables)
        _alter(cursor, walled, "no force row level security")
        _alter(cursor, with_triggers, "disable trigger user")
        yield
        cursor.execute("set constraints all immediate")
        _alter(cursor, with_triggers, "enable trigger user")
        _alter(cursor, walled, "force row level security")


def _named(cursor: Any, condition: str, tables: list[str]) -> list[str]:
    cursor.execute(f"select quote_ident(relname) from pg_class where {condition}", [tables])  # noqa: S608  constants
    return [name for (name,) in cursor.fetchall()]


def _alter(cursor: Any, tables: list[str], how: str) -> None:
    for name in tables:
        cursor.execute(f"alter table {name} {how}")


@contextmanager
def without_foreign_keys() -> Iterator[None]:
    """Defer foreign key checks on SQLite, where rows are inserted in any order."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and connection.disable_constraint_checking():
            stack.callback(connection.enable_constraint_checking)
        yield
