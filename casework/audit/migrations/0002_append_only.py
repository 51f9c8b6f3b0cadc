from django.db import migrations

from casework.wall.row_security import ALL, OFFICE, run


class Migration(migrations.Migration):
    """Entries may be added and read. No policy allows a change or a deletion, so nobody but the owner can."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            run(
                "alter table audit_entry enable row level security",
                "alter table audit_entry force row level security",
                f"create policy readable on audit_entry for select using ({OFFICE} or {ALL})",
                f"create policy appendable on audit_entry for insert with check ({ALL})",
            ),
            run(
                "drop policy readable on audit_entry",
                "drop policy appendable on audit_entry",
                "alter table audit_entry no force row level security",
                "alter table audit_entry disable row level security",
            ),
        )
    ]
