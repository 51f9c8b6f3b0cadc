from django.db import migrations, models
from django.db.models import F


def begin_when_accepted(apps, schema_editor):
    """Work that was offered before invitations began with its offer; from now on it begins with the yes."""
    memberships = apps.get_model("offices", "Membership").objects
    late = memberships.filter(accepted_at__gt=F("started_at"))
    late.filter(models.Q(ended_at=None) | models.Q(ended_at__gte=F("accepted_at"))).update(started_at=F("accepted_at"))


class Migration(migrations.Migration):
    dependencies = [("offices", "0011_duty_is_accepted")]

    operations = [
        migrations.RunPython(begin_when_accepted, migrations.RunPython.noop),
        migrations.RemoveField("membership", "accepted_at"),
    ]
