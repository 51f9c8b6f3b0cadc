import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


NAME, TABLE = "notice_unchanged", "offices_noticeversion"
REFUSE = "a privacy notice that was published never changes"


def put_up(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(f"create trigger {NAME} before update on {TABLE} begin select raise(abort, '{REFUSE}'); end")
    else:
        editor.execute(
            f"create function {NAME}() returns trigger language plpgsql as"
            f" $$begin raise exception '{REFUSE}' using errcode = 'insufficient_privilege'; end$$"
        )
        editor.execute(
            f"create trigger {NAME} before update on {TABLE} for each statement execute function {NAME}()"
        )


def take_down(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(f"drop trigger {NAME}")
    else:
        editor.execute(f"drop trigger {NAME} on {TABLE}")
        editor.execute(f"drop function {NAME}()")


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0004_emergency_access'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='offices.office')),
            ],
            options={
                'ordering': ['office', '-number'],
                'constraints': [models.UniqueConstraint(fields=('office', 'number'), name='notice_number_once', violation_error_message='Someone else has just published this notice. Publish again.')],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
