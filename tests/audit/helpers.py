"""Helpers that write, seal and verify the log, and tamper with it as the database's owner."""

import os
from contextlib import contextmanager

from django.db import connection, connections, transaction

from casework.audit import guards
from casework.audit.encoding import covered_entries
from casework.audit.models import Entry, Seal, Unsealed
from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from casework.wall.scope import ALL, scoped

OFFICES = (1, 2, None)


def write_entries(number=1, *, office=1, **more):
    for _ in range(number):
        record(Verb.CASE_READ, by=None, office=office, subject="LA-7K3M-92QF", **more)


def write_for_all_offices(number):
    for turn in range(number):
        write_entries(office=OFFICES[turn % len(OFFICES)])


def write_and_seal(number=1, **more):
    write_entries(number, **more)
    while seal_due():
        pass


def verify_log():
    """Verify the log; return the verification and its faults."""
    faults = []
    found = Verification(faults.append)
    found.run()
    return found, faults


def faults():
    return {(fault.chain, fault.what, fault.key) for fault in verify_log()[1]}


def all_rows(model):
    with scoped(ALL):
        return list(model.objects.order_by("pk"))


def entries():
    return all_rows(Entry)


def seals():
    return all_rows(Seal)


def unsealed():
    return all_rows(Unsealed)


def sql(statement, *values):
    with scoped(ALL), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def without_guards():
    """Return statements with which an owner disables the guards, and statements that restore them exactly."""
    if connection.vendor == "sqlite":
        names = list(guards.TRIGGERS)
        return [f"drop trigger {name}" for name in names], [guards.sqlite_trigger(name) for name in names]
    tables = (guards.ENTRY, guards.SEAL)
    return (
        [f"alter table {table} disable trigger user, no force row level security" for table in tables],
        [f"alter table {table} enable trigger user, force row level security" for table in tables],
    )


@contextmanager
def tampering():
    """Disable the guards inside the block. The caller's rollback undoes all of it."""
    lift, restore = without_guards()
    for statement in lift:
        sql(statement)
    yield
    for statement in restore:
        sql(statement)


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_inherited = []


def forget_connections():
    """Drop the connections inherited from the parent without closing them.

    In a browser test `close_all` in the parent does not reach connections opened beside the event loop. A child that
    used one and was killed in a transaction would leave its locks behind.
    """
    for each in connections.all(initialized_only=True):
        _inherited.append(each)
        del connections[each.alias]


@contextmanager
def child(work):
    """Run `work` in a child process; yield its id, then wait for it."""
    connections.close_all()
    process = os.fork()
    if not process:
        forget_connections()
        try:
            work()
        finally:
            os._exit(0)
    yield process
    os.waitpid(process, 0)


def log_faults(number):
    """Return the reasons why this is not a log of `number` entries with one seal each, as text."""
    covered = [key for seal in seals() for key, _digest in covered_entries(bytes(seal.covers))]
    wrong = [str(fault) for fault in verify_log()[1]]
    if unsealed() or sorted(covered) != [entry.pk for entry in entries()] or len(covered) != number:
        wrong.append(f"{number} written, {len(covered)} sealed, {len(unsealed())} waiting")
    return wrong
