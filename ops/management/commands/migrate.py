from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from ops.databases import as_owner, grant_to_app_role


class Command(migrate.Command):
    """Django's migrate, run as the owner. The app role's default grants are set before the first table."""

    def handle(self, *args, **options):
        alias = options["database"]
        with as_owner(alias):
            refuse_other_version(connections[alias])
            if connections[alias].vendor == "postgresql" and settings.DATABASE_OWNER:
                grant_to_app_role(connections[alias], settings.APP_ROLE)
            return super().handle(*args, **options)


def refuse_other_version(connection) -> None:
    """Raise CommandError if another version of this program made the database: its tables may differ from those that
    the migrations here expect. Packages may drop migrations that they squashed; apps of ours do not."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if "site-packages" not in app.path}
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    if unknown := sorted(applied - set(loader.disk_migrations)):
        app, name = unknown[0]
        raise CommandError(
            f"Another version of this program made this database ({app} {name} is not known here). "
            "Run that version, or choose an empty database or DATA_DIR."
        )
