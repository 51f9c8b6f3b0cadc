from django.db import migrations, models

from casework.wall.row_security import run


def forget_texts(apps, editor):
    apps.get_model("outbox", "OutboxMessage").objects.filter(sent_at__isnull=False).update(raw=b"")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_texts")]

    operations = [
        # The owner is under forced row-level security too, and would find no row.
        migrations.RunPython(run("alter table outbox_outboxmessage no force row level security"), migrations.RunPython.noop),
        migrations.RunPython(forget_texts, migrations.RunPython.noop),
        migrations.RunPython(run("alter table outbox_outboxmessage force row level security"), migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("raw", b""), _connector="OR"),
                name="outbox_text_goes_once_sent",
                violation_error_message="The text of a message is removed once it is sent.",
            ),
        ),
    ]
