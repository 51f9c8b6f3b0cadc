"""Set-up of PostgreSQL: two roles with exact rights, the database and its grants.

Every function checks first and changes only what differs, so it can be repeated and repairs manual changes.
"""

from psycopg import Connection, sql

OWNER_RIGHTS = {
    "rolcanlogin": "login",
    "rolsuper": "nosuperuser",
    "rolbypassrls": "nobypassrls",
    "rolcreatedb": "nocreatedb",
    "rolcreaterole": "nocreaterole",
    "rolreplication": "noreplication",
}
APP_RIGHTS = {**OWNER_RIGHTS, "rolinherit": "noinherit"}

OWNED = """
    select count(*) from pg_class
    where relowner = (select oid from pg_roles where rolname = %s) and relkind in ('r', 'p', 'v', 'm', 'S')
"""
MEMBERSHIPS = """
    select pg_get_userbyid(roleid) from pg_auth_members where pg_get_userbyid(member) = %s order by 1
"""
UNGRANTED = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v')
    and not has_any_column_privilege(%s::name, c.oid, 'select, insert')
    and c.relname <> 'search_entry'  -- the service has functions for it, and no right on it
    order by 1
"""

# The log is append-only; only reasons that people typed can be blanked.
NARROWER = {"audit_entry": "select, insert, update (reason, salt)", "audit_seal": "select, insert"}


def differing(cursor, role: str, rights: dict[str, str]) -> list[str]:
    """Return the attributes that `role` lacks, as SQL keywords; all of them if there is no such role."""
    columns = ", ".join(rights)
    cursor.execute(f"select {columns} from pg_roles where rolname = %s", [role])  # noqa: S608  constants of this module
    row = cursor.fetchone()
    if row is None:
        return list(rights.values())
    return [word for word, has in zip(rights.values(), row, strict=True) if has == word.startswith("no")]


def role_faults(cursor) -> list[str]:
    """Return the reasons why this connection's role must not serve requests: each would bypass the wall."""
    cursor.execute("select current_user")
    role = cursor.fetchone()[0]
    faults = [f"the role {role} must be {word}" for word in differing(cursor, role, APP_RIGHTS)]
    cursor.execute(OWNED, [role])
    if owned := cursor.fetchone()[0]:
        faults.append(f"the role {role} owns {owned} tables and must own none")
    cursor.execute(MEMBERSHIPS, [role])
    faults += [f"the role {role} must not be a member of {group}" for (group,) in cursor.fetchall()]
    cursor.execute("select has_schema_privilege(current_user, 'public', 'create')")
    if cursor.fetchone()[0]:
        faults.append(f"the role {role} must not be allowed to create tables")
    return faults


def set_up_role(administrator: Connection, role: str, password: str, rights: dict[str, str]) -> None:
    """Create or change `role` so that it has exactly `rights`, its password, and no membership in another role."""
    name = sql.Identifier(role)
    with administrator.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("create role {}").format(name))
        if words := differing(cursor, role, rights):
            cursor.execute(sql.SQL("alter role {} ").format(name) + sql.SQL(" ".join(words)))
        if password:
            # Hashed here, so that the server's log never sees it.
            hashed = administrator.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            cursor.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(hashed.decode())))
        cursor.execute(MEMBERSHIPS, [role])
        for (group,) in cursor.fetchall():
            cursor.execute(sql.SQL("revoke {} from {}").format(sql.Identifier(group), name))


def set_up_database(administrator: Connection, database: str, *, owner: str, app: str) -> None:
    """Create or change `database` so that it belongs to `owner` and only `owner` and `app` may connect."""
    name = sql.Identifier(database)
    with administrator.cursor() as cursor:
        cursor.execute("select pg_get_userbyid(datdba) from pg_database where datname = %s", [database])
        found = cursor.fetchone()
        if found is None:
            create = "create database {} owner {} template template0 encoding 'UTF8'"
            cursor.execute(sql.SQL(create).format(name, sql.Identifier(owner)))
        elif found[0] != owner:
            cursor.execute(sql.SQL("alter database {} owner to {}").format(name, sql.Identifier(owner)))
        cursor.execute(sql.SQL("revoke all on database {} from public").format(name))
        cursor.execute(sql.SQL("revoke all on database {} from {}").format(name, sql.Identifier(app)))
        cursor.execute(sql.SQL("grant connect on database {} to {}").format(name, sql.Identifier(app)))


def set_up_schema(inside: Connection, *, owner: str, app: str) -> None:
    """Let only the owner create in schema public, and give it everything that the app role owns."""
    owner_name, app_name = sql.Identifier(owner), sql.Identifier(app)
    with inside.cursor() as cursor:
        cursor.execute(sql.SQL("revoke create on schema public from public, {}").format(app_name))
        cursor.execute(sql.SQL("grant usage, create on schema public to {}").format(owner_name))
        cursor.execute(OWNED, [app])
        if cursor.fetchone()[0]:
            cursor.execute(sql.SQL("reassign owned by {} to {}").format(app_name, owner_name))


# Catalogue views and functions that count rows, reads and bytes of every table: they show how busy all offices are.
COUNTING = """
    select 'function ' || p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'pg_catalog' and has_function_privilege('public', p.oid, 'execute') and (
        p.proname ~ '^pg_stat_get_(xact_)?(tuples|live|dead|ins|mod|blocks|numscans|last)_?'
        or p.proname in ('pg_relation_size', 'pg_total_relation_size', 'pg_table_size', 'pg_indexes_size')
    )
    union all
    select 'table pg_catalog.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'pg_catalog' and c.relkind = 'v'
    and c.relname ~ '^pg_stat(io)?_(xact_)?(all|user|sys)_(tables|indexes|sequences)$'
    and exists (select 1 from aclexplode(c.relacl) a where a.grantee = 0)
"""


def hide_statistics(inside: Connection) -> list[str]:
    """Revoke the row and byte counts of all tables from everyone except pg_monitor. Return what could not be revoked.

    Only a superuser of the server may do this; otherwise the counts stay readable for roles that can run SQL.
    """
    with inside.cursor() as cursor:
        cursor.execute(COUNTING)
        for (thing,) in cursor.fetchall():
            rights = sql.SQL("execute" if thing.startswith("function") else "select")
            named = sql.SQL(thing)
            cursor.execute(sql.SQL("grant {} on {} to pg_monitor").format(rights, named))
            cursor.execute(sql.SQL("revoke {} on {} from public").format(rights, named))
        cursor.execute(COUNTING)
        return [thing for (thing,) in cursor.fetchall()]


def grant_missing(inside: Connection, *, app: str) -> list[str]:
    """Grant rights on tables that the app role cannot use, as after it was dropped and recreated. Return the tables.

    Tables on which the role has any right are left alone: some grants are narrower on purpose.
    """
    granted, name = [], sql.Identifier(app)
    with inside.cursor() as cursor:
        cursor.execute(UNGRANTED, [app])
        for (table,) in cursor.fetchall():
            rights = sql.SQL(NARROWER.get(table, "select, insert, update, delete"))
            cursor.execute(sql.SQL("grant {} on {} to {}").format(rights, sql.Identifier(table), name))
            granted.append(table)
        cursor.execute(sql.SQL("grant usage on schema public to {}").format(name))
        cursor.execute(sql.SQL("revoke all on all sequences in schema public from {}").format(name))
    return granted
