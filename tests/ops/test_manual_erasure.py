"""The step by hand that the install page gives for erasure, tried as the owner of a PostgreSQL database."""

import subprocess

import pytest
from django.conf import settings
from django.db import connection

from casework.cases.models import Case
from casework.cases.services.search import index_new_case
from casework.constituents.models import Constituent
from casework.wall.scope import ALL, scoped
from tests import factories, rig

from .conftest import CANARY

SCRIPT = settings.BASE_DIR / "deploy/erase-case.sql"
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def as_owner(*arguments):
    owner = settings.DATABASE_OWNER
    url = f"postgresql://{owner['USER']}@/{connection.settings_dict['NAME']}?host={owner['HOST']}"
    psql = rig.postgresql_binaries() / "psql"
    return subprocess.run([psql, url, "-X", "-q", *arguments], capture_output=True, text=True)


def erase(reference):
    return as_owner("-v", f"reference={reference}", "-f", SCRIPT)


def indexed(kind, key):
    """Return whether the search index, which only its owner reads, has a row of this case or person."""
    sql = f"select count(*) from search_entry where kind = '{kind}' and thing_id = {key}"
    return as_owner("-At", "-c", sql).stdout.strip() == "1"


def words_left():
    """Return the tables that still hold the canary in a column, except those of mail and the search index."""
    found = []
    with scoped(ALL), connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"search_entry"}:
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s', [f"%{CANARY}%"])
            if cursor.fetchone()[0] and not table.startswith("outbox_"):
                found.append(table)
    return found


def test_a_case_and_the_person_behind_it_are_gone(filled):
    assert "cases_case" in words_left()
    with scoped(ALL):
        people = Constituent.objects.count()
    result = erase(filled.reference)
    assert result.returncode == 0, result.stderr
    assert words_left() == []
    with scoped(ALL):
        assert not Case.objects.filter(reference=filled.reference).exists()
        assert Case.objects.count() == 1
        assert Constituent.objects.count() == people - 1


def test_erased_case_and_person_leave_the_search_index(filled):
    rows = [("c", filled.pk), ("p", filled.constituent_id)]
    with scoped(ALL):
        index_new_case(filled)
    assert all(indexed(*row) for row in rows)
    assert erase(filled.reference).returncode == 0
    assert not any(indexed(*row) for row in rows)


def test_a_person_with_another_case_there_stays(filled):
    with scoped(ALL):
        other = factories.case(office=filled.office)
        Case.objects.filter(pk=other.pk).update(constituent=filled.constituent_id)
    assert erase(filled.reference).returncode == 0
    with scoped(ALL):
        assert Constituent.objects.filter(pk=filled.constituent_id).exists()


def test_a_case_that_is_not_there_is_an_error(filled):
    result = erase("XX-2222-2222")
    assert result.returncode != 0
    assert "There is no case XX-2222-2222" in result.stderr
    with scoped(ALL):
        assert Case.objects.count() == 2
