"""On PostgreSQL the database itself refuses two rows that share a day. Ranges of one number need no extension."""

from django.db import migrations

from casework.wall.row_security import run


def one_a_day(table, column):
    name = f"{table}_one_a_day_for_{column}"
    return migrations.RunPython(
        run(
            f"alter table {table} add constraint {name} exclude using gist"
            f" (int8range({column}, {column}, '[]') with &&, daterange(starts_on, ends_on) with &&)"
            f" where ({column} is not null)"
        ),
        run(f"alter table {table} drop constraint {name}"),
    )


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]

    operations = [
        one_a_day("offices_term", "area_id"),
        one_a_day("offices_term", "member_id"),
        one_a_day("offices_groupmembership", "member_id"),
        one_a_day("offices_officemember", "member_id"),
    ]
