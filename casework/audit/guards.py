"""Guards that keep the log append-only inside the database, and the check that they are in place.

Triggers refuse changes on both databases, for every role. On PostgreSQL the app role also lacks the rights to change
or delete, and row-level security has no policy for either. None of this stops a malicious owner; seals reveal one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from casework.wall.row_security import ALL, OFFICE

ENTRY, SEAL = "audit_entry", "audit_seal"
FIXED = "id, uuid, at, office_id, actor_id, verb, subject, commitment, detail, route, session"
ERASABLE = {ENTRY: {"reason", "salt"}, SEAL: set()}

# name -> (table, when)
TRIGGERS = {
    "audit_entry_stays": (ENTRY, "before delete"),
    "audit_entry_unchanged": (ENTRY, f"before update of {FIXED}"),
    "audit_entry_blanked_only": (ENTRY, "before update of reason, salt"),
    "audit_seal_stays": (SEAL, "before delete"),
    "audit_seal_unchanged": (SEAL, "before update"),
}
BLANKING = "audit_entry_blanked_only"
REFUSE = "raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';"
FUNCTIONS = {
    "audit_refuse": f"begin {REFUSE} end",
    "audit_blank_only": f"begin if new.reason <> '' or new.salt <> '' then {REFUSE} end if; return new; end",
}
POLICIES = {
    (ENTRY, "readable", "SELECT"): f"for select using ({OFFICE} or {ALL})",
    (ENTRY, "appendable", "INSERT"): f"for insert with check ({ALL})",
    (
        ENTRY,
        "blankable",
        "UPDATE",
    ): f"for update using ({ALL}) with check ({ALL} and reason = '' and salt = '')",
    (SEAL, "readable", "SELECT"): f"for select using ({OFFICE} or {ALL})",
    (SEAL, "appendable", "INSERT"): f"for insert with check ({ALL})",
}


def sqlite_trigger(name: str) -> str:
    table, when = TRIGGERS[name]
    only = " when new.reason <> '' or new.salt <> ''" if name == BLANKING else ""
    return (
        f"CREATE TRIGGER {name} {when} on {table}{only}"
        " begin select raise(abort, 'the audit log is append-only'); end"
    )


def postgresql_trigger(name: str) -> str:
    """Return the trigger's definition exactly as `pg_get_triggerdef` formats it."""
    table, when = TRIGGERS[name]
    level, function = ("ROW", "audit_blank_only") if name == BLANKING else ("STATEMENT", "audit_refuse")
    words = when.replace("before", "BEFORE").replace("update", "UPDATE").replace("delete", "DELETE")
    words = words.replace(" of ", " OF ")
    return f"CREATE TRIGGER {name} {words} ON public.{table} FOR EACH {level} EXECUTE FUNCTION {function}()"


def postgresql_function(name: str) -> str:
    return f"create or replace function {name}() returns trigger language plpgsql as $${FUNCTIONS[name]}$$"


def revokes(role: str) -> list[str]:
    """Return statements after which `role` can only read, append and blank reasons."""
    quoted = connection.ops.quote_name(role)
    return [
        *(f"revoke update, delete, truncate on {table} from {quoted}" for table in (ENTRY, SEAL)),
        f"grant update (reason, salt) on {ENTRY} to {quoted}",
    ]


def faults() -> Iterator[str]:
    """Yield a message for each guard that is missing, disabled or changed."""
    yield from _postgresql_faults() if connection.vendor == "postgresql" else _sqlite_faults()


def _sqlite_faults() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name, tbl_name, sql from sqlite_master where type = 'trigger'")
        found = {name: (table, text) for name, table, text in cursor.fetchall()}
    for name in TRIGGERS:
        if name not in found:
            yield f"trigger {name} is missing"
        elif found[name][1] != sqlite_trigger(name):
            yield f"trigger {name} was changed"
    for name, (table, _text) in found.items():
        if table in (ENTRY, SEAL) and name not in TRIGGERS:
            yield f"trigger {name} on {table} is none of ours"


def _postgresql_faults() -> Iterator[str]:
    with connection.cursor() as cursor:
        yield from _trigger_faults(cursor)
        yield from _policy_faults(cursor)
        if settings.DATABASE_OWNER:
            yield from _grant_faults(cursor)


def _trigger_faults(cursor) -> Iterator[str]:
    cursor.execute(
        "select tgname, tgenabled, pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid"
        " where relname in (%s, %s) and relnamespace = 'public'::regnamespace and not tgisinternal",
        [ENTRY, SEAL],
    )
    found = {name: (enabled, text) for name, enabled, text in cursor.fetchall()}
    for name in TRIGGERS:
        enabled, text = found.get(name, ("", ""))
        if not enabled:
            yield f"trigger {name} is missing"
        elif enabled not in {"O", "A"}:
            yield f"trigger {name} is disabled"
        elif text != postgresql_trigger(name):
            yield f"trigger {name} was changed"
    yield from (f"trigger {name} is none of ours" for name in found if name not in TRIGGERS)
    for name, body in FUNCTIONS.items():
        cursor.execute(
            "select prosrc from pg_proc where proname = %s and pronamespace = 'public'::regnamespace", [name]
        )
        if [row[0] for row in cursor.fetchall()] != [body]:
            yield f"function {name} was changed"


def _policy_faults(cursor) -> Iterator[str]:
    cursor.execute(
        "select relname, relrowsecurity and relforcerowsecurity from pg_class"
        " where relname in (%s, %s) and relnamespace = 'public'::regnamespace",
        [ENTRY, SEAL],
    )
    yield from (f"row-level security of {table} is not forced" for table, on in cursor.fetchall() if not on)
    cursor.execute(
        "select tablename, policyname, cmd from pg_policies where tablename in (%s, %s)", [ENTRY, SEAL]
    )
    found = {tuple(row) for row in cursor.fetchall()}
    for table, name, _command in sorted(found ^ set(POLICIES)):
        yield f"policy {name} of {table} was added, changed or taken away"


def _grant_faults(cursor) -> Iterator[str]:
    role = settings.APP_ROLE
    for table, erasable in ERASABLE.items():
        for right in ("update", "delete", "truncate"):
            cursor.execute("select has_table_privilege(%s::name, %s::text, %s)", [role, table, right])
            if cursor.fetchone()[0]:
                yield f"the role {role} may {right} {table}"
        cursor.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
            " and has_column_privilege(%s::name, attrelid, attnum, 'update')",
            [table, role],
        )
        if wider := {name for (name,) in cursor.fetchall()} - erasable:
            yield f"the role {role} may change {', '.join(sorted(wider))} of {table}"


@contextmanager
def lifted() -> Iterator[None]:
    """Drop the triggers inside the block, to empty the database. PostgreSQL truncates and needs no change."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"drop trigger if exists {name}")
        try:
            yield
        finally:
            cursor.execute("select 1 from sqlite_master where name = %s", [ENTRY])
            if cursor.fetchone():
                for name in TRIGGERS:
                    cursor.execute(sqlite_trigger(name))
