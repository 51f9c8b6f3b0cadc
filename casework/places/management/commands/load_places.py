from django.conf import settings
from django.core.management.base import BaseCommand

from casework.places.loading import load_places
from casework.places.models import Area, Borough


class Command(BaseCommand):
    help = "Load the areas and boroughs. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", default=settings.PLACES_FILE, help="another body's data file")

    def handle(self, *args, path, **options):
        load_places(path)
        self.stdout.write(f"{Area.objects.count()} areas, {Borough.objects.count()} boroughs")
