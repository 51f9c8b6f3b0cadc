from django.conf import settings
from django.db import migrations

from casework.audit import guards


def put_up(apps, editor):
    if editor.connection.vendor == "sqlite":
        statements = [guards.sqlite_trigger(name) for name in guards.TRIGGERS]
    else:
        statements = [
            "alter table audit_seal enable row level security",
            "alter table audit_seal force row level security",
            *(
                f"create policy {name} on {table} {rule}"
                for (table, name, _command), rule in guards.POLICIES.items()
                if table == guards.SEAL or name == "blankable"  # the others stand since 0002
            ),
            *(guards.postgresql_function(name) for name in guards.FUNCTIONS),
            *(guards.postgresql_trigger(name) for name in guards.TRIGGERS),
            *(guards.revokes(settings.APP_ROLE) if settings.DATABASE_OWNER else ()),
        ]
    for statement in statements:
        editor.execute(statement)


def take_down(apps, editor):
    names = {name: table for name, (table, _when) in guards.TRIGGERS.items()}
    if editor.connection.vendor == "sqlite":
        statements = [f"drop trigger {name}" for name in names]
    else:
        statements = [
            *(f"drop trigger {name} on {table}" for name, table in names.items()),
            *(f"drop function {name}()" for name in guards.FUNCTIONS),
            "drop policy blankable on audit_entry",
            "drop policy readable on audit_seal",
            "drop policy appendable on audit_seal",
            "alter table audit_seal disable row level security",
        ]
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    """The log becomes append-only for everybody who does not take these guards away first."""

    dependencies = [("audit", "0003_sealing")]

    operations = [migrations.RunPython(put_up, take_down)]
