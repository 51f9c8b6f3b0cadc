from django.conf import settings
from django.db import migrations

from casework.audit import guards
from casework.wall.row_security import run

COLUMNS = (
    "uuid uuid, at timestamptz, office_id bigint, actor_id bigint, verb text, subject text, reason text, salt text,"
    " commitment text, detail jsonb, route text, session text"
)
NAMES = ", ".join(column.split()[0] for column in COLUMNS.split(", "))
VALUES = ", ".join(f"${n}" for n in range(1, NAMES.count(",") + 2))
TYPES = ", ".join(column.split()[1] for column in COLUMNS.split(", "))
# Entry and promise of a seal in one statement. The scope that appending needs holds inside the function alone.
APPEND = (
    f"create function audit_append({TYPES}) returns void language plpgsql as $$"
    " declare key bigint; scope text := coalesce(current_setting('app.all', true), ''); begin"
    " perform set_config('app.all', 'on', true);"
    f" insert into audit_entry ({NAMES}) values ({VALUES}) returning id into key;"
    " insert into audit_unsealed (entry_id) values (key);"
    " perform set_config('app.all', scope, true); end $$"
)


def add_guards(apps, editor):
    if editor.connection.vendor == "sqlite":
        statements = [guards.sqlite_trigger(name) for name in guards.TRIGGERS]
    else:
        statements = [
            *(f"alter table {table} enable row level security" for table in guards.ERASABLE),
            *(f"alter table {table} force row level security" for table in guards.ERASABLE),
            *(
                f"create policy {name} on {table} {rule}"
                for (table, name, _), rule in guards.POLICIES.items()
            ),
            *(guards.postgresql_function(name) for name in guards.FUNCTIONS),
            *(guards.postgresql_trigger(name) for name in guards.TRIGGERS),
            *(guards.revokes(settings.APP_ROLE) if settings.DATABASE_OWNER else ()),
        ]
    for statement in statements:
        editor.execute(statement)


def remove_guards(apps, editor):
    names = {name: table for name, (table, _when) in guards.TRIGGERS.items()}
    if editor.connection.vendor == "sqlite":
        statements = [f"drop trigger {name}" for name in names]
    else:
        statements = [
            *(f"drop trigger {name} on {table}" for name, table in names.items()),
            *(f"drop function {name}()" for name in guards.FUNCTIONS),
            *(f"drop policy {name} on {table}" for table, name, _ in guards.POLICIES),
            *(f"alter table {table} disable row level security" for table in guards.ERASABLE),
        ]
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Entries may be added and read, and their reasons blanked. Only the owner could change or delete them, and only
    after removing these guards."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(add_guards, remove_guards),
        migrations.RunPython(run(APPEND), run(f"drop function audit_append({TYPES})")),
    ]
