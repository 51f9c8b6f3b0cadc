"""Command that lists, releases or drops mail held since a restore."""

from django.core.management import BaseCommand, CommandError

from accounts.models import User
from ops.backups import held_mail


class Command(BaseCommand):
    help = "Shows the mail that is held since a restore, sends it after all, or leaves it unsent for good."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--release", action="store_true", help="send it: someone may get a message twice")
        what.add_argument("--drop", action="store_true", help="leave it: someone may never get a message")
        parser.add_argument("--purpose", default="", help="only mail of this purpose, as the list names it")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="the administrator who decided to release"
        )

    def handle(self, *, release, drop, purpose, by, **options):
        if release:
            person = User.objects.filter(
                email=by.strip().lower(), is_administrator=True, is_active=True
            ).first()
            if person is None:
                raise CommandError(
                    "--by must be the email address of an administrator: the log says who decided."
                )
            self.stdout.write(f"released: {held_mail.release(purpose=purpose, by=person)}")
        elif drop:
            self.stdout.write(f"dropped: {held_mail.drop(purpose=purpose)}")
        self.show()

    def show(self):
        found = held_mail.held_by_purpose()
        for row in found:
            gone = (
                f", {row['gone']} of them codes or links that no one can send any more" if row["gone"] else ""
            )
            self.stdout.write(
                f"{row['purpose']}: {row['number']} held, oldest of {row['since']:%d %B %Y %H:%M}{gone}"
            )
        if not found:
            self.stdout.write("No mail is held.")
