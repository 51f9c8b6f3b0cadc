"""`prepare_database` on the throw-away PostgreSQL: from nothing, again, and after somebody changed things by hand."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from config.roles import role_faults
from scripts.screen import ROOT

pytestmark = pytest.mark.postgresql
NAMES = {"app": "prepared_app", "owner": "prepared_owner", "database": "prepared"}


def url(role, database):
    return f"postgresql://{role}:secret@/{database}?host={settings.DATABASES['default']['HOST']}"


def prepare():
    env = {
        **os.environ,
        "DATABASE_URL": url(NAMES["app"], NAMES["database"]),
        "DATABASE_OWNER_URL": url(NAMES["owner"], NAMES["database"]),
        "ADMIN_DATABASE_URL": url("postgres", "postgres"),
    }
    command = [sys.executable, "manage.py", "prepare_database"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def as_administrator(*statements, database="postgres"):
    with psycopg.connect(url("postgres", database), autocommit=True) as administrator:
        return [administrator.execute(statement).rowcount for statement in statements]


@pytest.fixture(scope="module")
def prepared(worker_id):
    """The command's first run; each worker of the suite has names of its own, for roles belong to the server."""
    for key in NAMES:
        NAMES[key] += f"_{worker_id}"
    return prepare()


def test_one_command_makes_roles_database_and_tables(prepared):
    assert prepared.returncode == 0, prepared.stderr
    assert "owns nothing" in prepared.stdout
    assert "0 tables behind the wall" not in prepared.stdout


def test_the_app_role_can_work_and_nothing_more(prepared):
    with psycopg.connect(url(NAMES["app"], NAMES["database"])) as app, app.cursor() as cursor:
        assert role_faults(cursor) == []
        cursor.execute("select count(*) from cache_entries")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute("create table mine (id int)")


def test_a_stranger_may_not_even_connect(prepared):
    as_administrator(f"create role stranger_{NAMES['app']} login")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(url(f"stranger_{NAMES['app']}", NAMES["database"]))


def test_repeating_it_mends_what_was_changed_by_hand(prepared):
    app, owner = NAMES["app"], NAMES["owner"]
    as_administrator(f"alter role {app} superuser createdb inherit", f"grant {owner} to {app}")
    as_administrator(f"alter table cases_case owner to {app}", database=NAMES["database"])
    with psycopg.connect(url(app, NAMES["database"])) as connection, connection.cursor() as cursor:
        assert len(role_faults(cursor)) >= 4
    again = prepare()
    assert again.returncode == 0, again.stderr
    with psycopg.connect(url(app, NAMES["database"])) as connection, connection.cursor() as cursor:
        assert role_faults(cursor) == []
