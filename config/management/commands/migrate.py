from django.core.management.commands import migrate

from config.databases import as_owner


class Command(migrate.Command):
    """Django's migrate, as the owner of the database."""

    def handle(self, *args, **options):
        with as_owner(options["database"]):
            return super().handle(*args, **options)
