"""Command that writes the data inventory from the models' declarations."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from casework.inventory.document import document
from casework.inventory.table import faults

DOCUMENT = settings.BASE_DIR / "docs/data/inventory.md"


class Command(BaseCommand):
    help = "Writes docs/data/inventory.md. With --check it writes nothing and fails when the paper is not up to date."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say whether it is up to date")

    def handle(self, *, check, **options):
        if wrong := faults():
            raise CommandError("\n".join(wrong))
        text = document()
        if check:
            if not DOCUMENT.exists() or DOCUMENT.read_text() != text:
                raise CommandError("docs/data/inventory.md is not up to date: run `manage.py inventory`.")
            return
        DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
        DOCUMENT.write_text(text)
        self.stdout.write("docs/data/inventory.md is written.")
