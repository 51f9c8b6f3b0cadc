from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_answers")]

    operations = [wall("cases_trackingcode", case=True)]
