import uuid

from django.db import migrations, models

from casework.wall.row_security import run


class Migration(migrations.Migration):
    """Nobody looks an entry up by its uuid. SQLite keeps the index: it would copy the table and lose its triggers."""

    dependencies = [("audit", "0006_append")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("entry", "uuid", models.UUIDField(default=uuid.uuid4, editable=False))
            ],
            database_operations=[
                migrations.RunPython(
                    run("alter table audit_entry drop constraint audit_entry_uuid_key"),
                    run("alter table audit_entry add constraint audit_entry_uuid_key unique (uuid)"),
                )
            ],
        )
    ]
