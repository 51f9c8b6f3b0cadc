import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from casework.wall.row_security import wall


def moment(**more):
    return models.DateTimeField(blank=True, editable=False, null=True, **more)


class Migration(migrations.Migration):
    """Cases that were there before are new to no one: their columns stay empty."""

    dependencies = [
        ("cases", "0028_hurt_at_home"),
        ("offices", "0014_cover_of_those_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("case", "news_at", moment()),
        migrations.AddField("case", "unassigned_since", moment()),
        migrations.AlterField("case", "news_at", moment(default=django.utils.timezone.now)),
        migrations.AlterField("case", "unassigned_since", moment(default=django.utils.timezone.now)),
        migrations.CreateModel(
            name="CaseSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="cases.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="case_seen_once_a_person")],
            },
        ),
        wall("cases_caseseen", case=True),
    ]
