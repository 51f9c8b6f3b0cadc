from django.db import migrations, models
from django.utils import timezone

NAMED = [(model, f"{place}_accepted_at") for model in ("duty", "dutyperiod") for place in ("person", "cover")]


class Migration(migrations.Migration):
    """Who is on duty before this counts as having accepted: the default fills the rows, and is then taken away."""

    dependencies = [("offices", "0010_office_letterhead")]

    operations = [
        *[
            migrations.AddField(model, name, models.DateTimeField(null=True, blank=True, default=timezone.now))
            for model, name in NAMED
        ],
        *[
            migrations.AlterField(model, name, models.DateTimeField(null=True, blank=True))
            for model, name in NAMED
        ],
    ]
