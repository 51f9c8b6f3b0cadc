"""Every way we could think of to falsify a sealed log, each done with SQL as the database's owner.

A kind takes dice and the log, tampers, and returns what a reading must name, all of it: {("entry", key)},
{("seal office-1", number)}.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection

from casework.audit import canon, guards
from casework.audit.models import Entry, Seal
from tests.audit.hands import all_of, sql, tampering

COLUMNS = "id, uuid, at, office_id, actor_id, verb, subject, reason, salt, commitment, detail, route, session"


@dataclass
class Log:
    """Where everything stood before: the entries of each seal, and the seals of each chain, by their keys."""

    entries: list[Entry]
    seals: list[Seal]
    waiting: list[int]

    @classmethod
    def now(cls, waiting=()):
        return cls(entries=all_of(Entry), seals=all_of(Seal), waiting=list(waiting))

    def sealed(self):
        return [entry for entry in self.entries if entry.pk not in self.waiting]

    def chain(self, dice):
        office = dice.choice(self.seals).office_id
        return [seal for seal in self.seals if seal.office_id == office]

    def entries_of(self, seals):
        return [key for seal in seals for key, _digest in canon.covered_entries(bytes(seal.covers))]


def keys(numbers):
    return ",".join(map(str, numbers))


def copy_entry(entry, *, key, dice):
    """A forged entry, made of a true one."""
    names = COLUMNS.removeprefix("id, uuid, ")
    sql(
        f"insert into audit_entry ({COLUMNS}) select %s, %s, {names} from audit_entry where id = %s",
        *(key, any_uuid(dice), entry.pk),
    )


def any_uuid(dice):
    return f"{dice.getrandbits(128):032x}"


def column_value(value):
    """A time as it stands in its column; anything else as it is."""
    if not isinstance(value, datetime):
        return value
    return canon.stamp(value) + ("+00" if connection.vendor == "postgresql" else "")


def named(tampered):
    return {(f"seal {canon.chain_name(seal.office_id)}", seal.number) for seal in tampered}


def edit(dice, log):
    """One column of one entry."""
    entry = dice.choice(log.sealed())
    column, value = dice.choice(
        [
            ("verb", "case.opened"),
            ("subject", "LA-XXXX-XXXX"),
            ("actor_id", 99),
            ("office_id", 99),
            ("at", "2001-02-03 04:05:06.789"),
            ("uuid", any_uuid(dice)),
            ("detail", json.dumps({"to": dice.randrange(1000)})),
            ("route", "somewhere"),
            ("session", "0123"),
            ("reason", "I never said that"),
            ("commitment", "0" * 64),
        ]
    )
    sql(f"update audit_entry set {column} = %s where id = %s", value, entry.pk)
    return {("entry", entry.pk)}


def delete(dice, log):
    entry = dice.choice(log.sealed())
    sql("delete from audit_entry where id = %s", entry.pk)
    return {("entry", entry.pk)}


def delete_many(dice, log):
    gone = dice.sample(log.sealed(), 5)
    sql(f"delete from audit_entry where id in ({keys(entry.pk for entry in gone)})")
    return {("entry", entry.pk) for entry in gone}


def insert(dice, log):
    """An entry at the end, without the promise that the service writes beside it."""
    key = log.entries[-1].pk + dice.randrange(1, 50)
    copy_entry(dice.choice(log.entries), key=key, dice=dice)
    return {("entry", key)}


def insert_between(dice, log):
    """An entry takes the place of another, which moves to the end."""
    entry, key = dice.choice(log.sealed()), log.entries[-1].pk + dice.randrange(1, 50)
    sql("update audit_entry set id = %s where id = %s", key, entry.pk)
    copy_entry(dice.choice([one for one in log.sealed() if one != entry]), key=entry.pk, dice=dice)
    return {("entry", entry.pk), ("entry", key)}


def replace(dice, log):
    """Delete one, insert another: the number of entries is what it was."""
    return delete(dice, log) | insert(dice, log)


def reorder(dice, log):
    """Two entries exchange their places."""
    one, other = dice.sample(log.sealed(), 2)
    for before, after in ((one.pk, 0), (other.pk, one.pk), (0, other.pk)):
        sql("update audit_entry set id = %s where id = %s", after, before)
    return {("entry", one.pk), ("entry", other.pk)}


def swap(dice, log):
    """Two entries exchange who did it, or when."""
    column = dice.choice(["actor_id", "at"])
    one = dice.choice(log.sealed())
    other = dice.choice([each for each in log.sealed() if getattr(each, column) != getattr(one, column)])
    for entry, value in ((one, getattr(other, column)), (other, getattr(one, column))):
        sql(f"update audit_entry set {column} = %s where id = %s", column_value(value), entry.pk)
    return {("entry", one.pk), ("entry", other.pk)}


def cut_tail(dice, log):
    """The last seals of a chain and all that they sealed."""
    chain = log.chain(dice)
    tail = chain[-dice.randrange(1, len(chain)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    sql(f"delete from audit_entry where id in ({keys(log.entries_of(tail))})")
    return named(tail)


def cut_seals_alone(dice, log):
    chain = log.chain(dice)
    tail = chain[-dice.randrange(1, len(chain)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    return named(tail) | {("entry", key) for key in log.entries_of(tail)}


def cut_seals_and_promise_anew(dice, log):
    """The forger lets the sealer seal the changed entries again."""
    chain = log.chain(dice)
    tail = chain[-dice.randrange(1, len(chain)) :]
    covered = log.entries_of(tail)
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    sql("update audit_entry set verb = 'case.opened' where id = %s", dice.choice(covered))
    sql(f"insert into audit_unsealed (entry_id) select id from audit_entry where id in ({keys(covered)})")
    return named(tail)


def drop_chain(dice, log):
    chain = log.chain(dice)
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in chain)})")
    sql(f"delete from audit_entry where id in ({keys(log.entries_of(chain))})")
    return named(chain)


def roll_back(dice, log):
    """The whole database is put back to an old snapshot: all chains lose what came later."""
    later = log.seals[dice.randrange(1, len(log.seals)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in later)})")
    sql("delete from audit_unsealed")
    sql(f"delete from audit_entry where id in ({keys([*log.entries_of(later), *log.waiting])})")
    return named(later)


def edit_seal(dice, log):
    seal = dice.choice(log.seals)
    covers = bytes(seal.covers)
    column, value = dice.choice(
        [
            ("hash", "0" * 64),
            ("previous", "0" * 64),
            ("total", seal.total + 1),
            ("count", seal.count + 1),
            ("sealed_at", "2001-02-03 04:05:06.789"),
            ("covers", covers[:-1] + bytes([covers[-1] ^ 1])),
            ("covers", covers[: -canon.COVERED]),
        ]
    )
    sql(f"update audit_seal set {column} = %s where id = %s", value, seal.pk)
    return named([seal])


def delete_seal(dice, log):
    seal = dice.choice(log.seals)
    sql("delete from audit_seal where id = %s", seal.pk)
    return named([seal])


def swap_seals(dice, log):
    one, other = dice.sample(log.chain(dice), 2)
    for before, after in ((one.number, 10**6), (other.number, one.number), (10**6, other.number)):
        same_office = "office_id is null" if one.office_id is None else f"office_id = {one.office_id}"
        sql(f"update audit_seal set number = %s where number = %s and {same_office}", after, before)
    return named([one, other])


def write_anew(dice, log):
    """A careful forger: changes an entry, then computes its digest, its seal and every later seal again."""
    chain = log.chain(dice)
    start = dice.randrange(len(chain))
    entry = dice.choice(log.entries_of([chain[start]]))
    sql("update audit_entry set verb = 'case.opened' where id = %s", entry)
    previous = chain[start].previous
    for seal in chain[start:]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {canon.entry_columns()} from audit_entry e"
                f" where e.id in ({keys(log.entries_of([seal]))}) order by e.id"
            )
            seal.covers = canon.cover(cursor.fetchall())
        seal.previous = previous
        seal.hash = previous = canon.seal_hash(
            chain=canon.chain_name(seal.office_id),
            number=seal.number,
            previous=seal.previous,
            at=canon.stamp(seal.sealed_at),
            count=seal.count,
            total=seal.total,
            covers=seal.covers,
        )
        sql(
            "update audit_seal set previous = %s, hash = %s, covers = %s where id = %s",
            *(seal.previous, seal.hash, seal.covers, seal.pk),
        )
    return named([chain[start]])


def erase_in_silence(dice, log):
    entry = dice.choice([entry for entry in log.sealed() if entry.reason])
    sql("update audit_entry set reason = '', salt = '' where id = %s", entry.pk)
    return {("entry", entry.pk)}


def take_while_it_waits(dice, log):
    key = dice.choice(log.waiting)
    sql("delete from audit_entry where id = %s", key)
    return {("entry", key)}


def forget_the_promise(dice, log):
    key = dice.choice(log.waiting)
    sql("delete from audit_unsealed where entry_id = %s", key)
    return {("entry", key)}


def seal_twice(dice, log):
    entry = dice.choice(log.sealed())
    sql("insert into audit_unsealed (entry_id) values (%s)", entry.pk)
    return {("entry", entry.pk)}


KINDS = [
    edit,
    delete,
    delete_many,
    insert,
    insert_between,
    replace,
    reorder,
    swap,
    cut_tail,
    cut_seals_alone,
    cut_seals_and_promise_anew,
    drop_chain,
    roll_back,
    edit_seal,
    delete_seal,
    swap_seals,
    write_anew,
    erase_in_silence,
    take_while_it_waits,
    forget_the_promise,
    seal_twice,
]


def disable_a_guard(dice):
    """Take one guard away; the name that a reading must say."""
    name = dice.choice(list(guards.TRIGGERS))
    table, _when = guards.TRIGGERS[name]
    if connection.vendor == "sqlite":
        ways = [([f"drop trigger {name}"], name)]
        weaker = guards.sqlite_trigger(name).replace("begin select", "when 0 begin select")
        if " when " not in guards.sqlite_trigger(name):
            ways.append(([f"drop trigger {name}", weaker], name))
    else:
        ways = [
            ([f"alter table {table} disable trigger {name}"], name),
            ([f"drop trigger {name} on {table}"], name),
            ([f"alter table {table} no force row level security"], table),
            ([f"alter table {table} disable row level security"], table),
            ([f"drop policy appendable on {table}"], "appendable"),
            ([f"create policy more on {table} for delete using (true)"], "more"),
            ([f"grant delete on {table} to casework_app"], "may delete"),
            ([f"grant update on {table} to casework_app"], "may update"),
            (
                [
                    "create or replace function audit_refuse() returns trigger language plpgsql"
                    " as $$begin return null; end$$"
                ],
                "audit_refuse",
            ),
        ]
    statements, said = dice.choice(ways)
    for statement in statements:
        sql(statement)
    return said


def tamper(seed, log):
    """Do one of the kinds, chosen by the seed; what it was, and what a reading must name."""
    dice = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    with tampering():
        return kind.__name__, kind(dice, log)
