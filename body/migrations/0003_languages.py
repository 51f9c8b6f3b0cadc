from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("body", "0002_email_and_reply_time")]

    operations = [
        migrations.AddField("body", "languages", models.JSONField(blank=True, default=list)),
    ]
