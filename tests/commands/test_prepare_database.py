"""`prepare_database` on the temporary PostgreSQL: new, repeated, and after manual changes."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from ops.roles import role_faults
from scripts.console import ROOT

pytestmark = pytest.mark.postgresql


def url(role, database):
    return f"postgresql://{role}:secret@/{database}?host={settings.DATABASES['default']['HOST']}"


def prepare(names):
    env = {
        **os.environ,
        "DATABASE_URL": url(names["app"], names["database"]),
        "DATABASE_OWNER_URL": url(names["owner"], names["database"]),
        "ADMIN_DATABASE_URL": url("postgres", "postgres"),
    }
    command = [sys.executable, "manage.py", "prepare_database"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def as_administrator(*statements, database="postgres"):
    with psycopg.connect(url("postgres", database), autocommit=True) as administrator:
        for statement in statements:
            administrator.execute(statement)


@pytest.fixture
def names(worker_id):
    """Return names that are unique per test worker, because roles belong to the whole server."""
    return {key: f"prepared_{key}_{worker_id}" for key in ("app", "owner", "database")}


def faults(names):
    with psycopg.connect(url(names["app"], names["database"])) as app, app.cursor() as cursor:
        return role_faults(cursor)


def test_prepare_database_creates_and_repairs_roles_and_grants(names):
    first = prepare(names)
    assert first.returncode == 0, first.stderr
    assert "granted again" not in first.stdout
    assert int(re.search(r"owns nothing, (\d+) tables behind the wall", first.stdout)[1]) > 5
    assert faults(names) == []

    with psycopg.connect(url(names["app"], names["database"])) as app:
        app.execute("select count(*) from cache_entries")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create table mine (id int)")
    as_administrator(f"create role {names['app']}_stranger login")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(url(f"{names['app']}_stranger", names["database"]))

    app, owner = names["app"], names["owner"]
    as_administrator(f"alter role {app} superuser createdb inherit", f"grant {owner} to {app}")
    as_administrator(f"alter table cases_case owner to {app}", database=names["database"])
    assert len(faults(names)) >= 4
    again = prepare(names)
    assert again.returncode == 0, again.stderr
    assert faults(names) == []

    as_administrator(f"drop owned by {app}", database=names["database"])
    repaired = prepare(names)
    assert "granted again" in repaired.stdout, repaired.stderr
    with psycopg.connect(url(app, names["database"])) as service:
        assert not has_right(service, "audit_entry", "delete")
        assert not has_right(service, "audit_seal", "update")
        assert has_right(service, "cases_case", "delete")


def has_right(service, table, right):
    return service.execute("select has_table_privilege(current_user, %s, %s)", [table, right]).fetchone()[0]
