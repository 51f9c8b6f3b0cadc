"""The wall in PostgreSQL's own catalogue: owners, row-level security, and what bypasses it.

Each function takes a cursor and the name of the app role and returns a line for each fault, so that a test can plant
a fault as the owner and see it found.
"""

from fnmatch import fnmatchcase

# Tables with an office that are about who works where, not about what anybody wrote: the wall is made of them.
STRUCTURE = {
    "offices_membership": "who works where; every page asks it before any scope is open",
    "offices_noticeversion": "the privacy notices, in public",
    "offices_officemember": "which office works for whom, in public",
}
# Functions and views of the owner that may see more than their caller: each with the reason why.
REVIEWED_DEFINERS: dict[str, str] = {
    "search_put": "writes one row of an office of the scope into a table that nobody else may touch",
    "search_add": "adds words to one row of an office of the scope",
    "search_drop": "deletes one row of an office of the scope",
    "search_clear": "empties the index, in the scope of everything alone",
    "search_find": "takes the offices from the scope, and finds only tokens that carry one of them",
    "last_key": "one number of one counter, in the scope of everything alone, in which all rows are in sight anyway",
}

SIGN_IN = "read before it is known who asks; a person reaches their own rows only, by key or by a hash"
PUBLISHED = (
    "what the public site shows to everybody, and who wrote it: editors alone come to it, and no office does"
)
BODY = "the elected body and its places, published"
RIGHTS = "names of rights and of kinds of rows, the same for everybody"
ANSWERS = "answers not yet sent: of no office until a Member is chosen, reached by the hash of a key or by their person"
# Every table without row-level security, and why it has none. A name that ends in * stands for all that begin so.
WITHOUT_POLICY = {
    "accounts_user": "who signs in; an office names those who work there, by its memberships",
    "accounts_user_groups": "which of them edit the public site",
    "accounts_user_user_permissions": "empty: rights come from memberships and the group of editors",
    "accounts_accountlock": "locked accounts, shown by their memberships or to administrators",
    "accounts_appcodeuse": SIGN_IN,
    "accounts_unsenttext": "encrypted, and found by the person and a random key; the session is over",
    "accounts_recoverylink": SIGN_IN,
    "accounts_installation": "one row: whether this is a demo",
    "account_email*": SIGN_IN,
    "mfa_authenticator": SIGN_IN,
    "django_session": SIGN_IN,
    "cache_entries": "counters and one-time marks under keyed names, no text of a case",
    "audit_unsealed": "keys of entries that await their seal, for the worker",
    "cases_newsmail": "how often each person of the team wants a mail without content; nothing of a case",
    "questionnaires_formcount": "weekly counts of a public form, of no person, office or area",
    "cases_sharedguide": "guides that administrators write for every office of the body",
    "replies_sharedwording": "texts that administrators write for every office of the body",
    "cases_feedbackmark": "keyed marks, of no case that could be named",
    "cases_channel": "ways to reach an office, the same for everybody",
    "cases_topic": "topics that anybody may choose from",
    "offices_group": BODY,
    "offices_groupmembership": BODY,
    "offices_member": BODY,
    "offices_office": BODY,
    "offices_term": BODY,
    "body_*": BODY,
    "places_*": BODY,
    "questionnaires_version": "the published questions",
    "questionnaires_versiontexts": "their texts in other languages",
    "questionnaires_submission*": ANSWERS,
    "questionnaires_resumelink": ANSWERS,
    "auth_*": RIGHTS,
    "django_content_type": RIGHTS,
    "django_migrations": RIGHTS,
    "cms_*": PUBLISHED,
    "taggit_*": PUBLISHED,
    "wagtail*": PUBLISHED,
}

OURS = "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%%'"


def faults(cursor, role):
    """Return everything in the catalogue that lets the app role bypass the wall."""
    checks = (
        role_is_somebody,
        role_owns,
        tables_unguarded,
        tables_unexplained,
        counters_readable,
        policies_open,
        definers,
        grants_too_wide,
    )
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
    """Return every table with an office or case column, by the catalogue and not by our models."""
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
            call = f"casework.wall.row_security.wall({name!r})"
            yield f"{name} is not under forced row-level security: add {call} in a migration"


def tables_unexplained(cursor, role):
    """Yield tables without row-level security that lack a reason, and reasons that are no longer needed."""
    sql = (
        "select c.relname, c.relrowsecurity and c.relforcerowsecurity from pg_class c"
        f" join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and {OURS} order by 1"
    )
    open_ones = {name for name, guarded in _rows(cursor, sql) if not guarded}
    reasons = WITHOUT_POLICY | STRUCTURE
    for name in sorted(open_ones):
        if not any(fnmatchcase(name, pattern) for pattern in reasons):
            yield f"{name} has no row-level security, and WITHOUT_POLICY of tests/trust/catalogue.py says nothing of it"
    for pattern in reasons:
        if not any(fnmatchcase(name, pattern) for name in open_ones):
            yield f"WITHOUT_POLICY names {pattern}, and there is no such table without row-level security"


def counters_readable(cursor, role):
    """Yield readable sequences: the last key of a table reveals the activity of all offices."""
    sql = (
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        f" where {OURS} and case when c.relkind = 'S'"
        " then has_sequence_privilege(%s, c.oid, 'select, usage, update') else false end"
    )
    yield from (f"the app role may read the counter {name}" for (name,) in _rows(cursor, sql, role))


def policies_open(cursor, role):
    """Yield policies for the app role whose condition is "true". A command without a policy is refused by PostgreSQL.

    The owner may read the search index through reviewed functions.
    """
    sql = (
        "select polname, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),"
        " polroles && array[0::oid, (select oid from pg_roles where rolname = %s)] from pg_policy where polrelid = %s"
    )
    for table, *_flags, oid in guarded_tables(cursor):
        found = _rows(cursor, sql, role, oid)
        if not found:
            yield f"{table} has no policy"
        for policy, permissive, using, check, binds in found:
            if permissive and binds and "true" in {using, check}:
                yield f"{table}: the policy {policy} lets everything through"


def definers(cursor, role):
    """Yield views and functions that run with the rights of their owner."""
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
