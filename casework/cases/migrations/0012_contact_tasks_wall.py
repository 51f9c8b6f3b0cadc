from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_contact_tasks")]

    operations = [wall("cases_contacttask", case=True)]
