"""What the database itself refuses in the tables of offices. Ranges of one number need no extension of PostgreSQL."""

from django.db import migrations

from casework.wall.row_security import run, wall

# The app role has no right to a counter, which tells how much every office together has to do. A back-up needs them,
# so that no key is given twice after a restore: it asks in the scope of everything, in which all rows are in sight.
LAST_KEY = """
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
NOTICES, UNCHANGED = "offices_noticeversion", "notice_unchanged"
REFUSE = "a privacy notice that was published never changes"


def one_a_day(table, column):
    """Refuse two rows that share a day."""
    name = f"{table}_one_a_day_for_{column}"
    return migrations.RunPython(
        run(
            f"alter table {table} add constraint {name} exclude using gist"
            f" (int8range({column}, {column}, '[]') with &&, daterange(starts_on, ends_on) with &&)"
            f" where ({column} is not null)"
        ),
        run(f"alter table {table} drop constraint {name}"),
    )


def keep_notices(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(
            f"create trigger {UNCHANGED} before update on {NOTICES} begin select raise(abort, '{REFUSE}'); end"
        )
    else:
        editor.execute(
            f"create function {UNCHANGED}() returns trigger language plpgsql as"
            f" $$begin raise exception '{REFUSE}' using errcode = 'insufficient_privilege'; end$$"
        )
        editor.execute(
            f"create trigger {UNCHANGED} before update on {NOTICES}"
            f" for each statement execute function {UNCHANGED}()"
        )


def let_notices_change(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(f"drop trigger {UNCHANGED}")
    else:
        editor.execute(f"drop trigger {UNCHANGED} on {NOTICES}")
        editor.execute(f"drop function {UNCHANGED}()")


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]

    operations = [
        one_a_day("offices_term", "area_id"),
        one_a_day("offices_term", "member_id"),
        one_a_day("offices_groupmembership", "member_id"),
        one_a_day("offices_officemember", "member_id"),
        *(
            wall(f"offices_{table}")
            for table in ("emergencyaccess", "duty", "dutyperiod", "away", "invitation")
        ),
        migrations.RunPython(keep_notices, let_notices_change),
        migrations.RunPython(run(LAST_KEY), run("drop function last_key(regclass)")),
    ]
