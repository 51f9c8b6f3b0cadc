from django.conf import settings
from django.core.management.commands import createcachetable

from ops.databases import as_owner


class Command(createcachetable.Command):
    """Django's createcachetable, run as the owner; without `--database`, on every database that the router selects."""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def handle(self, *args, **options):
        for alias in [options["database"]] if options["database"] else settings.DATABASES:
            with as_owner(alias):
                super().handle(*args, **options | {"database": alias})
