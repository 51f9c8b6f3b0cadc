from django.core.management.base import BaseCommand
from django.db import transaction

from casework.cases.services.search import reindex
from casework.search import store
from casework.wall.scope import ALL, scoped


class Command(BaseCommand):
    help = "Make the search index anew from people and cases, as after an upgrade that brings search or changes words."

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="first delete what is in the index")

    def handle(self, **options):
        if options["empty"]:
            with scoped(ALL), transaction.atomic():
                store.clear()
        self.stdout.write(f"{reindex()} people and cases indexed")
