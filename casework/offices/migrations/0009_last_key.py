from django.db import migrations

from casework.wall.row_security import run

# The app role has no right to a counter, which tells how much every office together has to do. A back-up needs them,
# so that no key is given twice after a restore: it asks in the scope of everything, in which all rows are in sight.
CREATE = """
    create function last_key(counter regclass) returns bigint language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
    declare found bigint;
    begin
        if current_setting('app.all', true) is distinct from 'on' then
            raise insufficient_privilege using message = 'Counters are read in the scope of everything alone.';
        end if;
        execute 'select last_value from ' || counter::text || ' where is_called' into found;
        return found;
    end $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0008_emergency_reports'),
    ]

    operations = [
        migrations.RunPython(run(CREATE), run('drop function last_key(regclass)')),
    ]
