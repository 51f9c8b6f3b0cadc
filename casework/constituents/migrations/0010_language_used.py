from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("constituents", "0009_address_answers")]

    operations = [
        migrations.AddField(
            "constituent",
            "language_code",
            models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
    ]
