from django.db import migrations, models


class Migration(migrations.Migration):
    """Say which topics are public. All topics until now come from published forms or administrators."""

    dependencies = [("cases", "0031_saved_views")]

    operations = [
        migrations.AddField("topic", "public", models.BooleanField(default=True)),
        migrations.AlterField("topic", "public", models.BooleanField(default=False)),
    ]
