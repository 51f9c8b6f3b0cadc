import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0007_language_used")]

    operations = [
        migrations.CreateModel(
            "VersionTexts",
            [
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("language", models.CharField(max_length=10)),
                ("texts", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="questionnaires.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "language"),
                        name="version_texts_once_a_language",
                        violation_error_message="Someone else has just published this form. Publish again.",
                    )
                ]
            },
        ),
    ]
