import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from casework.wall.scope import ALL, scoped


def mark_unverified(apps, schema_editor):
    """Until now a message without an account came from someone who did not sign in, or was typed in by staff."""
    with scoped(ALL):
        apps.get_model("cases", "Message").objects.filter(author=None).update(is_unverified=True)


class Migration(migrations.Migration):
    """A message has exactly one sender: an account, a proved address, or an unverified sender."""

    dependencies = [
        ("cases", "0024_drafts"),
        ("constituents", "0006_unused_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="contact_point",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="constituents.contactpoint",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="is_unverified",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="message",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(mark_unverified, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(author__isnull=False, contact_point=None, is_unverified=False)
                | Q(author=None, contact_point__isnull=False, is_unverified=False)
                | Q(author=None, contact_point=None, is_unverified=True),
                name="message_has_one_sender",
                violation_error_message="Say who wrote this: an account, a proved address, or an unverified sender.",
            ),
        ),
    ]
