from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("body", "0001_initial")]

    operations = [
        migrations.AddField(
            "body",
            "email",
            models.EmailField(
                blank=True,
                default="",
                help_text="People who cannot phone need it. It stands at the foot of every page.",
                max_length=254,
                verbose_name="email address for the public",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "body",
            "reply_time",
            models.CharField(
                blank=True,
                default="",
                help_text="Like “5 working days”.",
                max_length=60,
                verbose_name="how soon you reply",
            ),
            preserve_default=False,
        ),
    ]
