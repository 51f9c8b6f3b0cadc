"""Prints a code of a demo sign-in's authenticator app."""

import time

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from accounts.factors.app_codes import unused_code
from accounts.models import Installation


class Command(BaseCommand):
    help = "Print a code of this person's app that was not used yet, and for how many seconds. Demo databases only."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        if not Installation.objects.filter(is_demo=True).exists():
            raise CommandError("This is not a demo database. Codes come from people's own apps.")
        app = Authenticator.objects.filter(
            user__email=email.strip().lower(), type=Authenticator.Type.TOTP
        ).first()
        if app is None:
            raise CommandError(f"{email} has no authenticator app.")
        found = unused_code(app)
        while found is None:
            time.sleep(1)
            found = unused_code(app)
        code, seconds = found
        self.stdout.write(f"{code}  {seconds} seconds left")
