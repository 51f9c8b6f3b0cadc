"""`prepare_database` on the throw-away PostgreSQL: from nothing, again, and after somebody changed things by hand."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from config.roles import role_faults
from scripts.screen import ROOT

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
    """Names of each worker's own, for roles belong to the whole server."""
    return {key: f"prepared_{key}_{worker_id}" for key in ("app", "owner", "database")}


def faults(names):
    with psycopg.connect(url(names["app"], names["database"])) as app, app.cursor() as cursor:
        return role_faults(cursor)


def test_one_command_makes_all_that_the_service_needs_and_mends_it_when_repeated(names):
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
    mended = prepare(names)
    assert "granted again" in mended.stdout, mended.stderr
    with psycopg.connect(url(app, names["database"])) as service:
        assert not may(service, "audit_entry", "delete")
        assert not may(service, "audit_seal", "update")
        assert may(service, "cases_case", "delete")


def may(service, table, right):
    return service.execute("select has_table_privilege(current_user, %s, %s)", [table, right]).fetchone()[0]
