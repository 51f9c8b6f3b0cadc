from django.conf import settings
from django.db import migrations

from casework.search import postgresql, sqlite


def create(apps, editor):
    if editor.connection.vendor == "postgresql":
        hides = postgresql.hides(settings.APP_ROLE) if settings.DATABASE_OWNER else []
        statements = [*postgresql.CREATES, *hides]
    else:
        statements = [*sqlite.TABLES, *sqlite.TRIGGERS]
    for statement in statements:
        editor.execute(statement, None)


def drop(apps, editor):
    for statement in postgresql.DROPS if editor.connection.vendor == "postgresql" else sqlite.DROPS:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    """The index has tables of its own on each engine. No model: nothing reads or copies it but `search.store`."""

    dependencies = [("audit", "0002_guards")]

    operations = [migrations.RunPython(create, drop)]
