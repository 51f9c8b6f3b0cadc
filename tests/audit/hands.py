"""Short ways to write the log, to read it against its seals, and to tamper with it as the database's owner."""

import os
from contextlib import contextmanager

from django.db import connection, connections, transaction

from casework.audit import guards
from casework.audit.canon import covered_entries
from casework.audit.models import Entry, Seal, Unsealed
from casework.audit.sealing import seal_due
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from casework.scope import ALL, scoped

OFFICES = (1, 2, None)


def written(number=1, *, office=1, **more):
    for _ in range(number):
        record(Verb.CASE_READ, by=None, office=office, subject="LA-7K3M-92QF", **more)


def write_some(number):
    for turn in range(number):
        written(office=OFFICES[turn % len(OFFICES)])


def sealed(number=1, **more):
    written(number, **more)
    while seal_due():
        pass


def reading():
    """(the reading, its faults)"""
    faults = []
    found = Verification(faults.append)
    found.run()
    return found, faults


def faults():
    return {(fault.chain, fault.what, fault.key) for fault in reading()[1]}


def all_of(model):
    with scoped(ALL):
        return list(model.objects.order_by("pk"))


def entries():
    return all_of(Entry)


def seals():
    return all_of(Seal)


def waiting():
    return all_of(Unsealed)


def sql(statement, *values):
    with scoped(ALL), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def without_guards():
    """Statements by which an owner gets past the guards, and those that put them back as if nothing had been."""
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
    """What is done inside gets past the guards. All of it is undone when the caller's transaction is."""
    lift, restore = without_guards()
    for statement in lift:
        sql(statement)
    yield
    for statement in restore:
        sql(statement)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_inherited = []


def forget_connections():
    """Beside a browser's event loop Django keeps connections that `close_all` does not reach in the parent. A child may
    keep them too but never use them: killed in the middle of a transaction it would leave its locks standing."""
    for each in connections.all(initialized_only=True):
        _inherited.append(each)
        del connections[each.alias]


@contextmanager
def child(work):
    """A process of its own that does `work`; its id."""
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


def out_of_order(number):
    """Why this is not a log of so many entries, each with one seal, in words."""
    covered = [key for seal in seals() for key, _digest in covered_entries(bytes(seal.covers))]
    wrong = [str(fault) for fault in reading()[1]]
    if waiting() or sorted(covered) != [entry.pk for entry in entries()] or len(covered) != number:
        wrong.append(f"{number} written, {len(covered)} sealed, {len(waiting())} waiting")
    return wrong
