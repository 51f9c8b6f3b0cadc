from django.core.management.base import BaseCommand, CommandError

from casework.places.loading import load_postcodes
from casework.places.models import Borough, Postcode


class Command(BaseCommand):
    help = "Load every postcode of our boroughs from the ONS Postcode Directory. Safe to repeat."

    def handle(self, *args, **options):
        if not Borough.objects.exists():
            raise CommandError("No areas are known yet. Run manage.py set_up first.")
        try:
            changed = load_postcodes(progress=self.stdout)
        except ModuleNotFoundError as error:
            raise CommandError(str(error)) from error
        done = "loaded" if changed else "there already, nothing to do"
        self.stdout.write(f"{Postcode.objects.count()} postcodes {done}")
