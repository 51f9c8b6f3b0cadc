"""A membership counts once the person accepted it. Those of before were at work already."""

from django.db import migrations, models
from django.db.models import F


def accept_those_of_before(apps, schema_editor):
    apps.get_model("offices", "Membership").objects.update(accepted_at=F("started_at"))


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_one_a_day")]

    operations = [
        migrations.AddField("membership", "accepted_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(accept_those_of_before, migrations.RunPython.noop, elidable=True),
    ]
