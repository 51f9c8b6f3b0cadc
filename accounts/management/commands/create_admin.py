"""The first administrator of an installation, or a fresh way in for one."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.services import INVITATION_DAYS, make_administrator


class Command(BaseCommand):
    help = "Make an administrator and print the link with which they set a password and a second factor."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args, email, name, **options):
        try:
            link = make_administrator(email=email, name=name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Open this link within {INVITATION_DAYS} days. It works once:\n{link}")
