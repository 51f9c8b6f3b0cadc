import secrets

import django.db.models.deletion
from django.db import migrations, models

from casework.audit.encoding import commitment
from casework.wall.row_security import run


def promise_seals(apps, editor):
    """Entries from before are sealed like all others; a reason gets its commitment first."""
    Entry = apps.get_model("audit", "Entry")
    for entry in Entry.objects.exclude(reason="").iterator():
        entry.salt = secrets.token_hex(16)
        entry.commitment = commitment(salt=entry.salt, reason=entry.reason)
        entry.save(update_fields=["salt", "commitment"])
    editor.execute("insert into audit_unsealed (entry_id) select id from audit_entry")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField("entry", "salt", models.CharField(blank=True, default="", max_length=32), preserve_default=False),
        migrations.AddField("entry", "commitment", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField(null=True)),
                ("number", models.PositiveBigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("sealed_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("total", models.PositiveBigIntegerField()),
                ("covers", models.BinaryField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint("office_id", "number", name="audit_one_seal_a_number"),
                    models.UniqueConstraint(
                        models.F("number"),
                        condition=models.Q(("office_id", None)),
                        name="audit_one_seal_a_number_without_office",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="audit.entry",
                    ),
                ),
            ],
        ),
        # The owner is under forced row-level security too, and would find no entry.
        migrations.RunPython(run("alter table audit_entry no force row level security"), migrations.RunPython.noop),
        migrations.RunPython(promise_seals, migrations.RunPython.noop),
        migrations.RunPython(run("alter table audit_entry force row level security"), migrations.RunPython.noop),
    ]
