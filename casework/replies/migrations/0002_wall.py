from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    """An office keeps its own templates and standard lines; shared ones belong to no office."""

    dependencies = [("replies", "0001_initial")]

    operations = [wall("replies_officewording")]
