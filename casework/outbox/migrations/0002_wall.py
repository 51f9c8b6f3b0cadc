from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    """Mail belongs to the office that sends it."""

    dependencies = [("outbox", "0001_initial")]

    operations = [wall("outbox_outboxmessage")]
