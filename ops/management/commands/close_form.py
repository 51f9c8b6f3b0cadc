"""Command that closes a form to new submissions."""

from django.core.management import BaseCommand, CommandError

from casework.questionnaires.services import close_form


class Command(BaseCommand):
    help = "Lets no one begin on a form any more. Who began can finish. Publishing it again opens it."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the form, as its address names it")

    def handle(self, *, slug, **options):
        if not close_form(slug=slug):
            raise CommandError(f"No open form is called {slug}.")
        self.stdout.write(f"{slug} is closed.")
