"""What PostgreSQL's own catalogue says of the wall: who owns what, which rows are guarded, what reads past the guard.

Each function takes a cursor and the name of the app role and returns a line for each fault, so that a test can plant
one as the owner and see it found.
"""

# Tables with an office that are about who works where, not about what anybody wrote: the wall is made of them.
STRUCTURE = {
    "offices_membership": "who works where; every page asks it before any scope is open",
    "offices_noticeversion": "the privacy notices, in public",
    "offices_officemember": "which office works for whom, in public",
}
# Functions and views of the owner that may see more than their caller: each with the reason why.
REVIEWED_DEFINERS: dict[str, str] = {}

OURS = "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%%'"


def faults(cursor, role):
    """Everything in the catalogue by which the app role could get past the wall."""
    checks = (role_is_somebody, role_owns, tables_unguarded, policies_open, definers, grants_too_wide)
    return [fault for check in checks for fault in check(cursor, role)]


def _rows(cursor, sql, *values):
    cursor.execute(sql, values)
    return cursor.fetchall()


def role_is_somebody(cursor, role):
    rights = ("rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole", "rolreplication")
    [held] = _rows(cursor, f"select {', '.join(rights)} from pg_roles where rolname = %s", role)
    yield from (f"the app role has {right}" for right, has in zip(rights, held, strict=True) if has)
    sql = (
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid"
        " join pg_roles me on me.oid = m.member where me.rolname = %s"
    )
    yield from (f"the app role is a member of {name}" for (name,) in _rows(cursor, sql, role))


def role_owns(cursor, role):
    for kind, table, name, owner in (
        ("relation", "pg_class", "relname", "relowner"),
        ("function", "pg_proc", "proname", "proowner"),
        ("schema", "pg_namespace", "nspname", "nspowner"),
        ("type", "pg_type", "typname", "typowner"),
        ("database", "pg_database", "datname", "datdba"),
    ):
        sql = f"select t.{name} from {table} t join pg_roles r on r.oid = t.{owner} where r.rolname = %s"
        yield from (f"the app role owns the {kind} {found}" for (found,) in _rows(cursor, sql, role))


def guarded_tables(cursor):
    """Every table with an office or a case in it, by the catalogue and not by our models."""
    sql = (
        "select c.relname, c.relrowsecurity, c.relforcerowsecurity, c.oid from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and not a.attisdropped"
        f" where c.relkind in ('r', 'p') and {OURS} and a.attname in ('office_id', 'case_id', 'constituent_id')"
        " group by c.relname, c.relrowsecurity, c.relforcerowsecurity, c.oid order by c.relname"
    )
    return [row for row in _rows(cursor, sql) if row[0] not in STRUCTURE]


def tables_unguarded(cursor, role):
    for name, enabled, forced, _oid in guarded_tables(cursor):
        if not (enabled and forced):
            yield f"{name} is not under forced row-level security: add casework.rls.wall({name!r}) in a migration"


def policies_open(cursor, role):
    """A command that no policy names is refused by PostgreSQL; one whose policy says "true" is open to all."""
    sql = (
        "select polname, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
        " from pg_policy where polrelid = %s"
    )
    for table, *_flags, oid in guarded_tables(cursor):
        found = _rows(cursor, sql, oid)
        if not found:
            yield f"{table} has no policy"
        for policy, permissive, using, check in found:
            if permissive and "true" in {using, check}:
                yield f"{table}: the policy {policy} lets everything through"


def definers(cursor, role):
    """Views and functions that run with their owner's eyes. FORCE binds the owner too, but one day it may not."""
    views = (
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        f" where c.relkind in ('v', 'm') and {OURS}"
        " and not coalesce(c.reloptions::text like '%%security_invoker=true%%'"
        "  or c.reloptions::text like '%%security_invoker=on%%', false)"
    )
    functions = (
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        f" where p.prosecdef and {OURS}"
    )
    for kind, sql in (("view", views), ("function", functions)):
        for (name,) in _rows(cursor, sql):
            if name not in REVIEWED_DEFINERS:
                yield (
                    f"the {kind} {name} reads with its owner's eyes: make it security_invoker, or say in "
                    "REVIEWED_DEFINERS of tests/trust/catalogue.py why it may"
                )


def grants_too_wide(cursor, role):
    tables = (
        "select c.relname, p.privilege from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " cross join unnest(array['truncate', 'references', 'trigger']) as p(privilege)"
        f" where c.relkind in ('r', 'p', 'v', 'm') and {OURS} and has_table_privilege(%s, c.oid, p.privilege)"
    )
    yield from (f"the app role may {right} {name}" for name, right in _rows(cursor, tables, role))
    schemas = (
        f"select n.nspname from pg_namespace n where {OURS} and has_schema_privilege(%s, n.oid, 'create')"
    )
    yield from (f"the app role may create in {name}" for (name,) in _rows(cursor, schemas, role))
