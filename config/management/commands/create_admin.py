"""The first administrator, or a new way in for one."""

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from accounts.factors import has_factor
from accounts.models import User
from accounts.services import INVITATION_DAYS, invite_again, make_administrator


class Command(BaseCommand):
    help = (
        "Makes an administrator and prints an invitation link, or mails it. Safe to repeat: older links end."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--mail", action="store_true", help="mail the link instead of printing it")
        parser.add_argument(
            "--again", action="store_true", help="also for somebody who can sign in: their lost second factor"
        )

    def handle(self, *, email, name, mail, again, **options):
        known = User.objects.filter(
            email=email.strip().lower(), is_administrator=True, is_active=True
        ).first()
        if known and has_factor(known) and not again:
            self.stdout.write(
                "This administrator can sign in. Nothing was changed; --again makes a new link."
            )
            return
        try:
            link = make_administrator(email=email, name=name or email.partition("@")[0])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if mail:
            invite_again(user=User.objects.get(email=email.strip().lower()), by=None)
            self.stdout.write("The worker mails the link.")
        else:
            self.stdout.write(f"{link}\nIt works once, within {INVITATION_DAYS} days. Hand it over yourself.")
