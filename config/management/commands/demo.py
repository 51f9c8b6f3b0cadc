"""Fills an empty installation with the made-up assembly and prints how to sign in."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Installation, User
from accounts.services import enrol_totp, make_staff
from casework.offices.models import Office
from casework.places.loading import load_places, load_postcodes
from casework.questionnaires.services import current_version
from casework.scope import ALL, scoped
from cms.setup import editors
from config.databases import as_owner
from config.demo import build, pages, permission, safety, world
from config.demo.form import publish_contact_form


class Command(BaseCommand):
    help = "Load the demo: the Assembly's real structure with made-up people. Only on an empty or a demo database."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="throw everything away and begin again")
        parser.add_argument("--quiet", action="store_true", help="print nothing at the end")

    def handle(self, *args, **options):
        installation = Installation.objects.first()
        if installation is None and (User.objects.exists() or Office.objects.exists()):
            raise CommandError("This database is in use and is not marked as a demo. Nothing was changed.")
        if installation is not None and not installation.is_demo:
            raise CommandError("This is not a demo database. Nothing was changed.")
        if options["reset"]:
            with as_owner("default"):
                call_command("flush", interactive=False, verbosity=0)
        load_places()
        load_postcodes(progress=self.stdout)
        with scoped(ALL), transaction.atomic():
            if not Office.objects.exists():
                self.stdout.write("Making the demo assembly ...")
                make_world()
        if not options["quiet"]:
            self.tell()

    def tell(self):
        with scoped(ALL):
            references = {
                office.name: office.cases.filter(closed_at=None).order_by("opened_at", "pk").first()
                for office in Office.objects.all()
            }
        lines = [
            f"Password of all staff: {world.PASSWORD}",
            *(f"  {email:36} {role}, {office}" for email, _name, office, role in world.STAFF),
            f"  {world.EDITOR[0]:36} editor, at {settings.BASE_URL}/editor/",
            f"  {world.ADMINISTRATOR[0]:36} administrator",
            "  second factor: .venv/bin/python manage.py totp <email>",
            *(
                f"  {email:36} constituent, by emailed code (mail is in {settings.MAIL_DIR})"
                for email, _name in world.CONSTITUENTS
            ),
            "One case of each office:",
            *(f"  {case.reference}  {name}" for name, case in references.items() if case),
        ]
        self.stdout.write("\n".join(lines))


def make_world():
    """Everything of the demo, in one transaction: a demo is whole or not there."""
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    offices = build.assembly()
    for email, name, office, role in world.STAFF:
        build.join(demo_staff(email, name), office=offices[office], role=role)
    editor = demo_staff(*world.EDITOR)
    editor.groups.add(editors())
    administrator = demo_staff(*world.ADMINISTRATOR)
    User.objects.filter(pk=administrator.pk).update(is_administrator=True)
    if current_version("contact") is None:
        publish_contact_form()
    residents = [build.resident(email, name) for email, name in world.CONSTITUENTS]
    made = {slug: build.cases(office, residents=residents) for slug, office in offices.items()}
    build.share_one(made["labour-east"], to=offices["labour-south"])
    safety.make(offices["labour-east"], made["labour-east"])
    permission.make(made["labour-east"][0])
    pages.write()


def demo_staff(email, name):
    user = make_staff(email=email, name=name, password=world.PASSWORD)
    enrol_totp(user=user, secret=build.totp_secret(email))
    return user
