"""Fills an empty installation with the made-up assembly and prints how to sign in."""

from io import StringIO

import pyotp
import qrcode

# allauth makes recovery codes in a view or here.
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Installation, User
from accounts.services import enrol_totp, make_staff
from casework.cases.models import Case
from casework.offices.languages import offer_languages
from casework.offices.models import Office
from casework.places.loading import load_postcodes
from casework.places.models import Postcode
from casework.questionnaires.services import current_version
from casework.wall.scope import ALL, scoped
from cms.setup import editors
from demo import (
    build,
    deadlines,
    feedback,
    guides,
    other_offices,
    permission,
    safety,
    sign_off,
    tags,
    wordings,
    world,
)
from demo.correspondence.people import names
from demo.site import pages
from demo.site.form import publish_contact_form
from ops.databases import as_owner
from ops.set_up.applying import areas
from ops.set_up.form import write_starters
from ops.set_up.form_texts import write_form_texts


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
        with scoped(ALL), transaction.atomic():
            list(areas(build.plan()))
        if not Postcode.objects.exists():
            self.stdout.write("Loading London's postcodes, which takes up to a minute ...")
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
            *(f"  {email:36} editor, at {settings.BASE_URL}/editor/" for email, _name in world.EDITORS),
            *(f"  {email:36} administrator" for email, _name in world.ADMINISTRATORS),
            "  second factor: .venv/bin/python manage.py totp <email>, or an authenticator app for the first of them:",
            app_qr_code(world.STAFF[0][0]),
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
    for email, name in world.EDITORS:
        demo_staff(email, name).groups.add(editors())
    administrators = [demo_staff(email, name).pk for email, name in world.ADMINISTRATORS]
    User.objects.filter(pk__in=administrators).update(is_administrator=True)
    if current_version("contact") is None:
        publish_contact_form()
        write_form_texts(["contact", *write_starters(words=world.WORDS)])
    offer_languages(codes=dict(settings.LANGUAGES), by=None)
    amina, delroy = (build.resident(email, name) for email, name in world.CONSTITUENTS)
    writers = {"labour-east": [amina, delroy, amina], "conservative": [delroy]}
    new_names = names()
    for slug, office in offices.items():
        build.cases(office, residents=writers.get(slug, []), names=new_names)
    east = offices["labour-east"]
    by_subject = {case.subject: case for case in Case.objects.filter(office=east)}
    other_offices.make(by_subject, offices=offices)
    safety.make(east, by_subject)
    permission.make(Case.objects.filter(office=east, constituent__account=amina).earliest("pk"))
    by_email = {user.email: user for user in User.objects.filter(kind=User.Kind.STAFF)}
    own = Case.objects.filter(office=east, closed_at=None, assignee=by_email["caseworker@labour.example"])
    wordings.make(
        east,
        case=own.earliest("pk"),
        manager=by_email["manager@labour.example"],
        caseworker=by_email["caseworker@labour.example"],
        administrator=by_email["admin@assembly.example"],
    )
    guides.make(
        east,
        case=own.filter(topic__slug="transport").earliest("pk"),
        manager=by_email["manager@labour.example"],
        administrator=by_email["admin@assembly.example"],
    )
    tags.make(east, by=by_email["manager@labour.example"])
    sign_off.make(offices["conservative"])
    feedback.make(offices)
    deadlines.spread()
    pages.write()


def app_qr_code(email: str) -> str:
    """Return the QR code, in characters, that sets up an authenticator app with this person's fixed secret."""
    code, drawn = qrcode.QRCode(border=2), StringIO()
    code.add_data(
        pyotp.TOTP(build.totp_secret(email)).provisioning_uri(name=email, issuer_name="Casework demo")
    )
    code.print_ascii(out=drawn, invert=True)
    return drawn.getvalue().rstrip()


def demo_staff(email, name):
    user = make_staff(email=email, name=name, password=world.PASSWORD)
    enrol_totp(user=user, secret=build.totp_secret(email))
    RecoveryCodes.activate(user)
    return user
