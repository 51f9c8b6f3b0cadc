"""Every known way to falsify a sealed log, in SQL as the database's owner.

Each kind takes an `rng` and the log, tampers, and returns all faults that a verification must find:
{("entry", key)}, {("seal office-1", number)}.
"""

import json
from random import Random

from django.db import connection

from casework.audit import encoding, guards
from tests.audit.helpers import sql, tampering
from tests.audit.sealed_log import any_uuid, column_value, copy_entry, keys, seal_faults


def edit(rng, log):
    """Change one column of one entry."""
    entry = rng.choice(log.sealed())
    column, value = rng.choice(
        [
            ("verb", "case.opened"),
            ("subject", "LA-XXXX-XXXX"),
            ("actor_id", 99),
            ("office_id", 99),
            ("at", "2001-02-03 04:05:06.789"),
            ("uuid", any_uuid(rng)),
            ("detail", json.dumps({"to": rng.randrange(1000)})),
            ("route", "somewhere"),
            ("session", "0123"),
            ("reason", "I never said that"),
            ("commitment", "0" * 64),
        ]
    )
    sql(f"update audit_entry set {column} = %s where id = %s", value, entry.pk)
    return {("entry", entry.pk)}


def delete(rng, log):
    entry = rng.choice(log.sealed())
    sql("delete from audit_entry where id = %s", entry.pk)
    return {("entry", entry.pk)}


def delete_many(rng, log):
    gone = rng.sample(log.sealed(), 5)
    sql(f"delete from audit_entry where id in ({keys(entry.pk for entry in gone)})")
    return {("entry", entry.pk) for entry in gone}


def insert(rng, log):
    """Insert an entry at the end, without the `Unsealed` row that the service writes."""
    key = log.entries[-1].pk + rng.randrange(1, 50)
    copy_entry(rng.choice(log.entries), key=key, rng=rng)
    return {("entry", key)}


def insert_between(rng, log):
    """Insert a forged entry under the key of another, which moves to the end."""
    entry, key = rng.choice(log.sealed()), log.entries[-1].pk + rng.randrange(1, 50)
    sql("update audit_entry set id = %s where id = %s", key, entry.pk)
    copy_entry(rng.choice([one for one in log.sealed() if one != entry]), key=entry.pk, rng=rng)
    return {("entry", entry.pk), ("entry", key)}


def replace(rng, log):
    """Delete one entry and insert another, so that their number stays the same."""
    return delete(rng, log) | insert(rng, log)


def reorder(rng, log):
    """Exchange the keys of two entries."""
    one, other = rng.sample(log.sealed(), 2)
    for before, after in ((one.pk, 0), (other.pk, one.pk), (0, other.pk)):
        sql("update audit_entry set id = %s where id = %s", after, before)
    return {("entry", one.pk), ("entry", other.pk)}


def swap(rng, log):
    """Exchange the actors or the times of two entries."""
    column = rng.choice(["actor_id", "at"])
    one = rng.choice(log.sealed())
    other = rng.choice([each for each in log.sealed() if getattr(each, column) != getattr(one, column)])
    for entry, value in ((one, getattr(other, column)), (other, getattr(one, column))):
        sql(f"update audit_entry set {column} = %s where id = %s", column_value(value), entry.pk)
    return {("entry", one.pk), ("entry", other.pk)}


def cut_tail(rng, log):
    """Delete the last seals of a chain and the entries they cover."""
    chain = log.chain(rng)
    tail = chain[-rng.randrange(1, len(chain)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    sql(f"delete from audit_entry where id in ({keys(log.entries_of(tail))})")
    return seal_faults(tail)


def cut_seals_only(rng, log):
    chain = log.chain(rng)
    tail = chain[-rng.randrange(1, len(chain)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    return seal_faults(tail) | {("entry", key) for key in log.entries_of(tail)}


def cut_seals_and_seal_again(rng, log):
    """Delete seals, change an entry and have the sealer seal the entries again."""
    chain = log.chain(rng)
    tail = chain[-rng.randrange(1, len(chain)) :]
    covered = log.entries_of(tail)
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in tail)})")
    sql("update audit_entry set verb = 'case.opened' where id = %s", rng.choice(covered))
    sql(f"insert into audit_unsealed (entry_id) select id from audit_entry where id in ({keys(covered)})")
    return seal_faults(tail)


def drop_chain(rng, log):
    chain = log.chain(rng)
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in chain)})")
    sql(f"delete from audit_entry where id in ({keys(log.entries_of(chain))})")
    return seal_faults(chain)


def roll_back(rng, log):
    """Roll the whole database back to an old snapshot: all chains lose what came later."""
    later = log.seals[rng.randrange(1, len(log.seals)) :]
    sql(f"delete from audit_seal where id in ({keys(seal.pk for seal in later)})")
    sql("delete from audit_unsealed")
    sql(f"delete from audit_entry where id in ({keys([*log.entries_of(later), *log.waiting])})")
    return seal_faults(later)


def edit_seal(rng, log):
    seal = rng.choice(log.seals)
    covers = bytes(seal.covers)
    column, value = rng.choice(
        [
            ("hash", "0" * 64),
            ("previous", "0" * 64),
            ("total", seal.total + 1),
            ("count", seal.count + 1),
            ("sealed_at", "2001-02-03 04:05:06.789"),
            ("covers", covers[:-1] + bytes([covers[-1] ^ 1])),
            ("covers", covers[: -encoding.COVERED]),
        ]
    )
    sql(f"update audit_seal set {column} = %s where id = %s", value, seal.pk)
    return seal_faults([seal])


def delete_seal(rng, log):
    seal = rng.choice(log.seals)
    sql("delete from audit_seal where id = %s", seal.pk)
    return seal_faults([seal])


def swap_seals(rng, log):
    one, other = rng.sample(log.chain(rng), 2)
    for before, after in ((one.number, 10**6), (other.number, one.number), (10**6, other.number)):
        same_office = "office_id is null" if one.office_id is None else f"office_id = {one.office_id}"
        sql(f"update audit_seal set number = %s where number = %s and {same_office}", after, before)
    return seal_faults([one, other])


def rehash_chain(rng, log):
    """Change an entry, then compute its digest, its seal and every later seal again."""
    chain = log.chain(rng)
    start = rng.randrange(len(chain))
    entry = rng.choice(log.entries_of([chain[start]]))
    sql("update audit_entry set verb = 'case.opened' where id = %s", entry)
    previous = chain[start].previous
    for seal in chain[start:]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {encoding.entry_columns()} from audit_entry e"
                f" where e.id in ({keys(log.entries_of([seal]))}) order by e.id"
            )
            seal.covers = encoding.cover(cursor.fetchall())
        seal.previous = previous
        seal.hash = previous = encoding.seal_hash(
            chain=encoding.chain_name(seal.office_id),
            number=seal.number,
            previous=seal.previous,
            at=encoding.stamp(seal.sealed_at),
            count=seal.count,
            total=seal.total,
            covers=seal.covers,
        )
        sql(
            "update audit_seal set previous = %s, hash = %s, covers = %s where id = %s",
            *(seal.previous, seal.hash, seal.covers, seal.pk),
        )
    return seal_faults([chain[start]])


def erase_without_entry(rng, log):
    entry = rng.choice([entry for entry in log.sealed() if entry.reason])
    sql("update audit_entry set reason = '', salt = '' where id = %s", entry.pk)
    return {("entry", entry.pk)}


def delete_unsealed_entry(rng, log):
    key = rng.choice(log.waiting)
    sql("delete from audit_entry where id = %s", key)
    return {("entry", key)}


def delete_unsealed_row(rng, log):
    key = rng.choice(log.waiting)
    sql("delete from audit_unsealed where entry_id = %s", key)
    return {("entry", key)}


def seal_twice(rng, log):
    entry = rng.choice(log.sealed())
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
    cut_seals_only,
    cut_seals_and_seal_again,
    drop_chain,
    roll_back,
    edit_seal,
    delete_seal,
    swap_seals,
    rehash_chain,
    erase_without_entry,
    delete_unsealed_entry,
    delete_unsealed_row,
    seal_twice,
]


def disable_a_guard(rng):
    """Remove one guard; return the text with which a verification must report it."""
    name = rng.choice(list(guards.TRIGGERS))
    table, _when = guards.TRIGGERS[name]
    if connection.vendor == "sqlite":
        options = [([f"drop trigger {name}"], name)]
        weaker = guards.sqlite_trigger(name).replace("begin select", "when 0 begin select")
        if " when " not in guards.sqlite_trigger(name):
            options.append(([f"drop trigger {name}", weaker], name))
    else:
        options = [
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
    statements, expected = rng.choice(options)
    for statement in statements:
        sql(statement)
    return expected


def tamper(seed, log):
    """Tamper in the way that the seed selects; return its name and the faults that must be found."""
    rng = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    with tampering():
        return kind.__name__, kind(rng, log)
