"""What an administrator sets up once on PostgreSQL: two roles with exact rights, the database and its grants.

Every act looks first and changes only what differs: it can be repeated, and mends what was changed by hand.
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
    order by 1
"""

# The log is appended to and never changed; only what a person typed can be blanked.
NARROWER = {"audit_entry": "select, insert, update (reason, salt)", "audit_seal": "select, insert"}


def differing(cursor, role: str, rights: dict[str, str]) -> list[str]:
    """What `role` should have and has not, in SQL's words; all of it if there is no such role."""
    columns = ", ".join(rights)
    cursor.execute(f"select {columns} from pg_roles where rolname = %s", [role])  # noqa: S608  our own constants
    row = cursor.fetchone()
    if row is None:
        return list(rights.values())
    return [word for word, has in zip(rights.values(), row, strict=True) if has == word.startswith("no")]


def role_faults(cursor) -> list[str]:
    """Why the role of this connection must not serve people: each of these reaches past the wall."""
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
    """`role` exists with exactly `rights`, its password and no membership in another role."""
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
    """`database` exists, belongs to `owner`, and lets only `owner` and `app` in."""
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
    """In schema public the owner may create and the app role may not; nothing belongs to the app role."""
    owner_name, app_name = sql.Identifier(owner), sql.Identifier(app)
    with inside.cursor() as cursor:
        cursor.execute(sql.SQL("revoke create on schema public from public, {}").format(app_name))
        cursor.execute(sql.SQL("grant usage, create on schema public to {}").format(owner_name))
        cursor.execute(OWNED, [app])
        if cursor.fetchone()[0]:
            cursor.execute(sql.SQL("reassign owned by {} to {}").format(app_name, owner_name))


def grant_what_is_missing(inside: Connection, *, app: str) -> list[str]:
    """A role that was dropped and made again lost its grants on older tables. Returns those mended.

    Tables on which the role has any right are left alone: some are narrower on purpose.
    """
    mended, name = [], sql.Identifier(app)
    with inside.cursor() as cursor:
        cursor.execute(UNGRANTED, [app])
        for (table,) in cursor.fetchall():
            rights = sql.SQL(NARROWER.get(table, "select, insert, update, delete"))
            cursor.execute(sql.SQL("grant {} on {} to {}").format(rights, sql.Identifier(table), name))
            mended.append(table)
        cursor.execute(sql.SQL("grant usage on schema public to {}").format(name))
        cursor.execute(sql.SQL("grant usage, select on all sequences in schema public to {}").format(name))
    return mended
