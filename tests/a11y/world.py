"""The world in which every state is rendered: a small assembly with cases in every turn."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.services import editors
from casework.cases.models import Case, Message
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import add_note, attach, reply_to_constituent
from casework.cases.services.practice.office import begin_practice
from casework.cases.services.turn import set_turn
from casework.cases.tasks.thumbnail import make_thumbnails
from casework.cases.turns import Turn
from casework.files.intake import take_in
from casework.offices.models import Member, Membership, Office
from casework.places.models import Borough, OutwardCode, Postcode
from casework.wall.scope import ALL, scoped
from cms.setup import home_page
from demo.site import pages
from demo.site.form import publish_contact_form
from tests import factories, sharing

from .words import PLAIN, Words


@dataclass
class World:
    """People by name, cases by their special property, and the names that URLs may use."""

    words: Words
    people: dict[str, User] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    names: dict[str, object] = field(default_factory=dict)


def build(words: Words = PLAIN) -> World:
    made, world = factories.assembly(), World(words)
    with scoped(ALL):
        _people(world, made)
        _places()
        publish_contact_form()
        home_page()
        pages.write()
    begin_practice(by=made.ben)  # once, because writing the made-up cases takes half a second
    with scoped(ALL):
        _cases(world, made)
    return world


def photo(name: str) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def _people(world, made):
    words = world.words
    for name in ("ada", "bea", "ben", "cat", "dev", "eve", "fay"):
        world.people[name] = getattr(made, name)
    world.people["administrator"] = factories.staff("Boss", is_administrator=True)
    world.people["editor"] = factories.staff("Writer")
    editors().user_set.add(world.people["editor"])
    world.people["nobody yet"] = factories.staff("Gus")  # staff without an office
    called = {"ada": words.person, "bea": words.other, "ben": words.staff, "dev": f"Dev {words.other}"}
    for name, value in called.items():
        _rename(world.people[name], value)
    world.offices = {"east": made.office, "south": made.sister, "conservative": made.rival}
    Office.objects.filter(pk=made.office.pk).update(name=words.office)
    Member.objects.filter(pk=made.member.pk).update(name=words.member)
    for office in world.offices.values():
        office.refresh_from_db()
    membership = Membership.objects.get(user=made.ben)
    world.names |= {"member": "ines-vale", "membership": membership.uuid, "borough": "newham"}


def _rename(row, name):
    type(row)._base_manager.filter(pk=row.pk).update(name=name[:150])
    row.refresh_from_db()


def _places():
    Postcode.objects.create(code="E161ZE", borough=Borough.objects.get(slug="newham"))
    OutwardCode.objects.create(code="E16", is_ours=True)
    OutwardCode.objects.create(code="M1", is_ours=False)


def _cases(world, made):
    words = world.words

    def case(name, **options):
        found = factories.case(
            office=made.office,
            raised_by=options.pop("raised_by", made.ada),
            subject=words.subject,
            body=words.body,
            **options,
        )
        _rename(found.constituent, words.person)
        world.cases[name] = found
        world.names[name] = found.reference
        return found

    with_files(case("open"), words)
    answered(case("answered"), words, by=made.ben)
    set_turn(
        case=case("third"),
        turn=Turn.THIRD_PARTY,
        by=made.ben,
        waiting_on=words.third[:120],
        next_on=timezone.localdate() + timedelta(days=9),
    )
    close_case(case=case("closed"), outcome=words.outcome[:200], by=made.ben)
    with_files(case("shared"), words)
    world.names["in force"] = sharing.shared(
        world.cases["shared"], to=made.sister, by=made.ben, yes=made.eve
    ).uuid
    world.names["share"] = sharing.offered(case("offered"), to=made.sister, by=made.ben).uuid
    world.names["transfer"] = sharing.transfer_offered(case("passed"), to=made.sister, by=made.ben).uuid
    case("safe", safe_contact=True)
    case("unproved", raised_by=None)


def with_files(case: Case, words: Words) -> None:
    """Add a note and two files."""
    message = case.messages.first()
    attach(case=case, message=message, files=[take_in(photo(words.file)), take_in(photo("platform.png"))])
    make_thumbnails()
    add_note(
        case=case, body=words.body[:400], by=User.objects.get(email="ben@staff.example"), once=uuid.uuid4()
    )


def answered(case: Case, words: Words, *, by: User) -> Message:
    """Send a reply that asks the constituent a question."""
    return reply_to_constituent(case=case, body=words.body, by=by, turn=Turn.CONSTITUENT, once=uuid.uuid4())
