"""B-06, the part of the catalogue: the app role owns nothing, every row is guarded, nothing reads past the guard."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from . import catalogue

pytestmark = pytest.mark.postgresql


def test_the_catalogue_holds_no_way_past_the_wall(db, proof):
    with connection.cursor() as cursor:
        tables = catalogue.guarded_tables(cursor)
        failures = catalogue.faults(cursor, settings.APP_ROLE)
    proof("B-06", "tables behind the wall, by the catalogue", tried=len(tables), failures=failures)


def test_the_catalogue_knows_every_table_of_an_office(db):
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
    """The owner at the same database. What is done there is rolled back."""
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
    ],
)
def test_a_hole_in_the_database_is_found(owner, done, found):
    owner.execute(done.format(role=settings.APP_ROLE))
    assert any(fault.startswith(found) for fault in catalogue.faults(owner, settings.APP_ROLE))


def test_a_view_that_looks_with_its_readers_eyes_is_fine(owner):
    owner.execute("create view own_cases with (security_invoker = true) as select * from cases_case")
    assert catalogue.faults(owner, settings.APP_ROLE) == []
