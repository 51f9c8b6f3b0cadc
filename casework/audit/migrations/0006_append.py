from django.db import migrations

from casework.wall.row_security import run

COLUMNS = (
    "uuid uuid, at timestamptz, office_id bigint, actor_id bigint, verb text, subject text, reason text, salt text,"
    " commitment text, detail jsonb, route text, session text"
)
NAMES = ", ".join(column.split()[0] for column in COLUMNS.split(", "))
VALUES = ", ".join(f"${n}" for n in range(1, NAMES.count(",") + 2))
TYPES = ", ".join(column.split()[1] for column in COLUMNS.split(", "))


class Migration(migrations.Migration):
    """Entry and promise of a seal in one statement. The scope that appending needs holds inside the function alone."""

    dependencies = [("audit", "0005_by_subject")]

    operations = [
        migrations.RunPython(
            run(
                f"create function audit_append({TYPES}) returns void language plpgsql as $$"
                " declare key bigint; scope text := coalesce(current_setting('app.all', true), ''); begin"
                " perform set_config('app.all', 'on', true);"
                f" insert into audit_entry ({NAMES}) values ({VALUES}) returning id into key;"
                " insert into audit_unsealed (entry_id) values (key);"
                " perform set_config('app.all', scope, true); end $$"
            ),
            run(f"drop function audit_append({TYPES})"),
        )
    ]
