from django.db import migrations

from casework.wall.row_security import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_feedback")]

    operations = [wall("cases_feedbackmonth")]
