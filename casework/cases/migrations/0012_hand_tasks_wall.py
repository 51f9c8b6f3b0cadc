from django.db import migrations

from casework.rls import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_hand_tasks")]

    operations = [wall("cases_handtask", case=True)]
