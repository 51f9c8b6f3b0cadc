from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from ops.databases import as_owner, grant_to_app_role


class Command(migrate.Command):
    """Django's migrate, run as the owner. The app role's default grants are set before the first table."""

    def handle(self, *args, **options):
        alias = options["database"]
        with as_owner(alias):
            if connections[alias].vendor == "postgresql" and settings.DATABASE_OWNER:
                grant_to_app_role(connections[alias], settings.APP_ROLE)
            return super().handle(*args, **options)
