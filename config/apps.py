from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import pre_migrate  # noqa: TID251  the grants must stand before the first table


def grant(using, **_):
    connection = connections[using]
    if connection.vendor == "postgresql" and settings.DATABASE_OWNER:
        from .databases import grant_to_app_role

        grant_to_app_role(connection, settings.DATABASES["default"]["USER"])


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        from . import checks  # noqa: F401  registers them

        pre_migrate.connect(grant, sender=self)
