from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("constituents", "0006_unused_indexes")]

    operations = [
        migrations.AddField("alertchoice", "stopped_by_link", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "alertchoice",
            models.CheckConstraint(
                name="alert_choice_stopped_means_nothing",
                condition=Q(("stopped_by_link", False), ("way", "none"), _connector="OR"),
                violation_error_message="Alerts that were stopped do not go out.",
            ),
        ),
    ]
