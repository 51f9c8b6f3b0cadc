from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0006_form_counts")]

    operations = [
        migrations.AddField(
            "submission",
            "language",
            models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
    ]
