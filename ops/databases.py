"""Two database roles: the owner runs migrations, and the app role, which owns nothing, does everything else."""

import os
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")


class CacheRouter:
    """Database router for the cache table: a second connection on PostgreSQL, a second file on SQLite."""

    label = "django_cache"

    def db_for_read(self, model, **hints):
        return "cache" if model._meta.app_label == self.label else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        same_database = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
        if app_label == self.label:
            return db == ("default" if same_database else "cache")
        return db == "default"


@contextmanager
def as_owner(*aliases):
    """Use the owner's credentials inside the block. Do nothing without DATABASE_OWNER_URL (on SQLite)."""
    owner = settings.DATABASE_OWNER
    if owner is None:
        yield
        return
    before = {}
    for alias in aliases or ("default",):
        connection = connections[alias]
        connection.close()
        before[alias] = {name: connection.settings_dict[name] for name in CREDENTIALS}
        connection.settings_dict.update({name: owner[name] for name in CREDENTIALS})
    try:
        yield
    finally:
        for alias, credentials in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(credentials)


def grant_to_app_role(connection, role):
    """Grant the app role the use of every table that the owner creates in schema public, and nothing else."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {quoted}")
        for what, rights in (
            ("tables", "select, insert, update, delete"),
            ("functions", "execute"),
        ):
            cursor.execute(f"alter default privileges in schema public grant {rights} on {what} to {quoted}")
        cursor.execute("alter default privileges revoke execute on functions from public")
        # A counter tells how much every office together has to do. Keys are identity columns: they need no right.
        cursor.execute(f"alter default privileges in schema public revoke all on sequences from {quoted}")
        cursor.execute(f"revoke all on all sequences in schema public from {quoted}")


def make_files_private():
    """Create SQLite's files with mode 600, whatever the umask. SQLite gives the same mode to files beside them."""
    for database in settings.DATABASES.values():
        if database["ENGINE"] != "django.db.backends.sqlite3":
            continue
        path = Path(database["NAME"])
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
