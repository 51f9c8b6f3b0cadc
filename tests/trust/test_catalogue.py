"""B-06 in the catalogue: the app role owns nothing, every row is guarded, and nothing bypasses the guard."""

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from casework.wall.scope import ALL, scoped
from ops import roles
from tests import factories

from . import catalogue

pytestmark = pytest.mark.postgresql


def test_database_catalogue_has_no_gap_in_the_wall(db, proof):
    with connection.cursor() as cursor:
        tables = catalogue.guarded_tables(cursor)
        failures = catalogue.faults(cursor, settings.APP_ROLE)
    proof("B-06", "tables behind the wall, by the catalogue", tried=len(tables), failures=failures)


def test_catalogue_finds_every_tenant_table(db):
    with connection.cursor() as cursor:
        names = {name for name, *_more in catalogue.guarded_tables(cursor)}
    assert {
        "cases_case",
        "cases_note",
        "constituents_contactpoint",
        "audit_entry",
        "outbox_outboxmessage",
    } <= names


@pytest.fixture
def owner(db):
    """Return the owner's connection to the same database. Its changes are rolled back."""
    held = connection.settings_dict
    given = settings.DATABASE_OWNER
    with psycopg.connect(
        dbname=held["NAME"],
        user=given["USER"],
        host=given["HOST"] or None,
        password=given["PASSWORD"] or None,
    ) as session:
        with session.cursor() as cursor:
            cursor.execute("set local lock_timeout = '5s'")
            yield cursor
        session.rollback()


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ("create view open_cases as select * from cases_case", "the view open_cases"),
        ("create materialized view kept_cases as select * from cases_case", "the view kept_cases"),
        (
            "create function peep() returns bigint language sql security definer as 'select count(*) from cases_note'",
            "the function peep",
        ),
        (
            "create table whispers (id bigint, office_id bigint)",
            "whispers is not under forced row-level security",
        ),
        ("alter table cases_note no force row level security", "cases_note is not under forced"),
        ("alter table cases_note disable row level security", "cases_note is not under forced"),
        ("create policy everybody on cases_note for select using (true)", "cases_note: the policy everybody"),
        ("grant truncate on cases_note to {role}", "the app role may truncate cases_note"),
        ("grant create on schema public to {role}", "the app role may create in public"),
        (
            "create table diaries (id bigint, person text)",
            "diaries has no row-level security, and WITHOUT_POLICY",
        ),
        (
            "grant select on sequence cases_case_id_seq to {role}",
            "the app role may read the counter cases_case_id_seq",
        ),
    ],
)
def test_gap_in_the_database_is_detected(owner, done, found):
    owner.execute(done.format(role=settings.APP_ROLE))
    assert any(fault.startswith(found) for fault in catalogue.faults(owner, settings.APP_ROLE))


def test_security_invoker_view_passes(owner):
    owner.execute("create view own_cases with (security_invoker = true) as select * from cases_case")
    assert catalogue.faults(owner, settings.APP_ROLE) == []


def test_sequences_are_readable_only_in_the_scope_of_everything(db):
    factories.assembly()
    asked = "select last_key(pg_get_serial_sequence('offices_office', 'id')::regclass)"
    with scoped(ALL), connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone()[0] >= 3
    for sql in (
        asked,
        "select last_value from offices_office_id_seq",
        "select nextval('offices_office_id_seq')",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_table_statistics_are_revoked_from_public(db):
    """As `prepare_database` does it, by an administrator of the server; rolled back."""
    held = connection.settings_dict
    with psycopg.connect(
        dbname=held["NAME"], user="postgres", host=held["HOST"], port=held["PORT"] or None
    ) as admin:
        assert roles.hide_statistics(admin) == []
        asked = (
            "select n_tup_ins from pg_stat_user_tables",
            "select pg_stat_get_tuples_inserted(oid) from pg_class",
        )
        for sql in (*asked, "select pg_relation_size('cases_case')"):
            admin.execute(f"set role {settings.APP_ROLE}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege), admin.transaction():
                admin.execute(sql)
            admin.execute("reset role")
        admin.rollback()
