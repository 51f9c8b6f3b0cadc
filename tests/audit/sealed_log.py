"""A sealed log, as tests tamper with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from casework.audit import encoding
from casework.audit.models import Entry, Seal
from tests.audit.helpers import all_rows, sql

COLUMNS = "id, uuid, at, office_id, actor_id, verb, subject, reason, salt, commitment, detail, route, session"


@dataclass
class Log:
    """The log before tampering: its entries, its seals, and the keys of unsealed entries."""

    entries: list[Entry]
    seals: list[Seal]
    waiting: list[int]

    @classmethod
    def now(cls, waiting=()):
        return cls(entries=all_rows(Entry), seals=all_rows(Seal), waiting=list(waiting))

    def sealed(self):
        return [entry for entry in self.entries if entry.pk not in self.waiting]

    def chain(self, rng):
        office = rng.choice(self.seals).office_id
        return [seal for seal in self.seals if seal.office_id == office]

    def entries_of(self, seals):
        return [key for seal in seals for key, _digest in encoding.covered_entries(bytes(seal.covers))]


def keys(numbers):
    return ",".join(map(str, numbers))


def copy_entry(entry, *, key, rng):
    """Insert a forged entry, copied from a real one."""
    names = COLUMNS.removeprefix("id, uuid, ")
    sql(
        f"insert into audit_entry ({COLUMNS}) select %s, %s, {names} from audit_entry where id = %s",
        *(key, any_uuid(rng), entry.pk),
    )


def any_uuid(rng):
    return f"{rng.getrandbits(128):032x}"


def column_value(value):
    """Return a time as its column stores it, and any other value unchanged."""
    if not isinstance(value, datetime):
        return value
    return encoding.stamp(value) + ("+00" if connection.vendor == "postgresql" else "")


def seal_faults(tampered):
    return {(f"seal {encoding.chain_name(seal.office_id)}", seal.number) for seal in tampered}
