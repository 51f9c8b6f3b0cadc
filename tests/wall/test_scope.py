"""A scope holds as long as the work inside it: the database is told when it begins and when it ends."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from casework.audit.models import Entry, Unsealed
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.scope import ALL, NOTHING, current, office_scope, scoped


class TheWorkFailed(Exception):
    pass


def told():
    """What PostgreSQL was told: whether everything may be seen, and the keys of the offices."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.all', true), current_setting('app.offices', true)")
        return tuple(said or "" for said in cursor.fetchone())


def fails(*_given, **_facts):
    raise TheWorkFailed


@pytest.mark.postgresql
@pytest.mark.parametrize("savepoint", [True, False])
def test_a_scope_inside_another_ends_with_its_work(db, savepoint):
    with scoped(office_scope(7)):
        with scoped(ALL, savepoint=savepoint):
            assert told() == ("on", "")
        assert told() == ("", "7")
    assert current() == NOTHING


@pytest.mark.postgresql
def test_a_scope_ends_with_work_that_fails(db):
    with scoped(office_scope(7)):
        with suppress(TheWorkFailed), scoped(ALL):
            fails()
        assert told() == ("", "7")
        assert current() == office_scope(7)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_after_the_transaction_nothing_is_in_force():
    with scoped(ALL):
        assert told() == ("on", "")
    assert told() == ("", "")
    with suppress(TheWorkFailed), scoped(ALL):
        fails()
    assert told() == ("", "")


@pytest.mark.django_db(transaction=True)
def test_an_act_whose_entry_fails_does_not_happen_even_if_the_failure_is_passed_over(ben, case, monkeypatch):
    monkeypatch.setattr(Unsealed.objects, "create", fails)
    with suppress(transaction.TransactionManagementError), transaction.atomic(), scoped(ALL):
        Case.objects.filter(pk=case.pk).update(subject="Changed")
        with suppress(TheWorkFailed):
            record(Verb.CASE_READ, by=ben, office=case.office_id)
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).subject == case.subject
        assert not Entry.objects.filter(verb=Verb.CASE_READ).exists()
