from django.db import migrations

from casework.rls import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_hand_tasks")]

    operations = [wall("cases_handtask", case=True)]
