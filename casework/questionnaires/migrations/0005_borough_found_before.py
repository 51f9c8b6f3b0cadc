from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0004_closed")]

    operations = [
        migrations.AddField("submission", "borough_slug", models.SlugField(blank=True, default=""), preserve_default=False),
    ]
