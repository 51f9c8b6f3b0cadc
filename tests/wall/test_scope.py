"""A scope lasts as long as its block: PostgreSQL settings are set on entry and restored on exit."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from casework.audit import services
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.wall.scope import ALL, NOTHING, current, office_scope, scoped


class TheWorkFailed(Exception):
    pass


def told():
    """Return the PostgreSQL settings: whether all rows are visible, and the keys of the offices."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.all', true), current_setting('app.offices', true)")
        return tuple(said or "" for said in cursor.fetchone())


def fails(*_given, **_facts):
    raise TheWorkFailed


@pytest.mark.postgresql
@pytest.mark.parametrize("savepoint", [True, False])
def test_nested_scope_ends_with_its_block(db, savepoint):
    with scoped(office_scope(7)):
        with scoped(ALL, savepoint=savepoint):
            assert told() == ("on", "")
        assert told() == ("", "7")
    assert current() == NOTHING


@pytest.mark.postgresql
def test_scope_ends_after_an_exception(db):
    with scoped(office_scope(7)):
        with suppress(TheWorkFailed), scoped(ALL):
            fails()
        assert told() == ("", "7")
        assert current() == office_scope(7)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_scope_is_cleared_after_the_transaction():
    with scoped(ALL):
        assert told() == ("on", "")
    assert told() == ("", "")
    with suppress(TheWorkFailed), scoped(ALL):
        fails()
    assert told() == ("", "")


@pytest.mark.django_db(transaction=True)
def test_action_is_rolled_back_when_its_audit_entry_fails(ben, case, monkeypatch):
    monkeypatch.setattr(services, "_append", fails)
    with suppress(transaction.TransactionManagementError), transaction.atomic(), scoped(ALL):
        Case.objects.filter(pk=case.pk).update(subject="Changed")
        with suppress(TheWorkFailed):
            record(Verb.CASE_READ, by=ben, office=case.office_id)
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).subject == case.subject
        assert not Entry.objects.filter(verb=Verb.CASE_READ).exists()
