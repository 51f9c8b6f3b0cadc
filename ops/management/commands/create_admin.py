"""Command that creates the first administrator, or a recovery link for one."""

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from accounts.factors.second_factor import has_factor
from accounts.models import User
from accounts.services import recovery_link, send_recovery_link
from casework.offices.access.invitations import AlreadyHere, TooManyInvitations, invite_administrator
from casework.offices.access.models import INVITATION_DAYS
from casework.offices.services import holds_anything
from ui.links import page_link


class Command(BaseCommand):
    help = "Invites an administrator and prints the link, or mails it. Safe to repeat: older links end."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--name", default="", help="how the mail greets; the person chooses their own name"
        )
        parser.add_argument("--mail", action="store_true", help="mail the link instead of printing it")
        parser.add_argument(
            "--again", action="store_true", help="also for someone who can sign in: their lost second factor"
        )

    def handle(self, *, email, name, mail, again, **options):
        known = User.objects.filter(email=email.strip().lower()).first()
        if known and known.is_administrator and known.is_active:
            return self.recover(known, mail=mail, again=again)
        if known and (not known.is_staff or not known.is_active or holds_anything(known)):
            raise CommandError("This address belongs to someone who cannot be an administrator.")
        try:
            link = page_link("open_invitation", invite_administrator(email=email, name=name, mail=mail))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (AlreadyHere, TooManyInvitations) as error:
            raise CommandError("This address had as many invitations as a day allows.") from error
        self.say(link, mail=mail)
        return None

    def recover(self, known, *, mail, again):
        if has_factor(known) and not again:
            self.stdout.write(
                "This administrator can sign in. Nothing was changed; --again makes a new link."
            )
        elif mail:
            send_recovery_link(user=known, by=None)
            self.say("", mail=True)
        else:
            self.say(recovery_link(user=known, by=None), mail=False)

    def say(self, link, *, mail):
        if mail:
            self.stdout.write("The worker mails the link.")
        else:
            self.stdout.write(f"{link}\nIt works once, within {INVITATION_DAYS} days. Hand it over yourself.")
