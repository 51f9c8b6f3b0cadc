from django.core.management.commands import createcachetable

from config.databases import as_owner


class Command(createcachetable.Command):
    """Django's createcachetable, as the owner of the database."""

    def handle(self, *args, **options):
        with as_owner(options["database"]):
            return super().handle(*args, **options)
