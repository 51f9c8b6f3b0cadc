"""Makes the demo world out of the product's own services, so that it is as real as anything typed in."""

import hashlib
import random
from collections.abc import Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.models.channel import WEB
from casework.cases.services.case import open_case
from casework.cases.services.practice.diary import date_back, moment
from casework.cases.services.search import index_case
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.offices.models import Membership, Office, Term
from casework.places.models import Borough
from ops.set_up import plan as plans
from ops.set_up.applying import make_body
from ops.set_up.plan import At, Plan
from ops.set_up.reading import london

from . import world
from .correspondence.stories import stories
from .correspondence.threads import THREADS
from .work import STATES, UNTOUCHED, work_on


def totp_secret(email: str) -> str:
    """A fixed second-factor secret for a demo sign-in: 32 base32 characters out of its address."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[byte % 32] for byte in hashlib.sha256(f"demo {email}".encode()).digest())


def assembly() -> dict[str, Office]:
    """Groups, Members with their seats, and offices. Returns the offices by slug."""
    list(make_body(plan()))
    return {office.slug: office for office in Office.objects.all()}


def plan() -> Plan:
    """London's structure with the demo's groups, offices and Members, as `set_up` would read it."""
    made, here = london(), At("demo")
    made.facts |= {
        "phone": world.PHONE,
        "hours": world.HOURS,
        "email": world.EMAIL,
        "reply_time": "5 working days",
    }
    made.groups = [plans.Group(here, slug, name) for slug, name in world.GROUPS.items()]
    for slug, (name, group) in world.OFFICES.items():
        made.offices.append(plans.Office(here, slug, name, group, world.PHONE, world.HOURS))
        for member, area in world.MEMBERS[slug]:
            seat = area or made.whole_seat
            made.periods.append(plans.Period(here, member, seat, group, slug, world.ELECTED))
    return made


def join(user, *, office, role):
    since = timezone.now() - timedelta(days=400)
    Membership.objects.create(office=office, user=user, role=role, started_at=since)


def resident(email, name):
    """A constituent who can sign in by emailed code, with the address proved."""
    user = User.objects.create_user(email, kind=User.Kind.CONSTITUENT, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def cases(office: Office, *, residents: list[User], names: Iterator[str]) -> list[Case]:
    """A backlog in every state for one office, the same on every run but for references and dates.

    The residents raise the first cases, one each; everyone else writes once.
    """
    rng = random.Random(office.slug)
    workers = list(
        User.objects.filter(memberships__office=office, memberships__role="caseworker").order_by("pk")
    )
    terms = list(
        Term.objects.filter(member__office_members__office=office).select_related("member").order_by("pk")
    )
    by_area = {term.area_id: term.member for term in terms if term.area_id}
    boroughs = {borough.name: borough for borough in Borough.objects.all()}
    made = []
    for index, story in enumerate(stories(office.slug)):
        borough = boroughs[story.borough]
        member = by_area.get(borough.area_id) or rng.choice(terms).member
        account = residents[index] if index < len(residents) else None
        person = _person(office, account, story, name=account.name if account else next(names))
        opened = moment(_day_raised(index, story, rng), rng, 7, 22)
        made.append(
            _case(office=office, member=member, borough=borough, person=person, story=story, opened=opened)
        )
    for index, case in enumerate(made):
        work_on(case, index, workers=workers, rng=rng)
    return made


def _day_raised(index, story, rng):
    """The day a case was raised. Those nobody has looked at are young; the others left the office days to work."""
    young = index % STATES == UNTOUCHED and story.subject not in THREADS
    return timezone.localdate() - timedelta(days=rng.randint(1, 6) if young else rng.randint(10, 60))


def _person(office, account, story, *, name) -> Constituent:
    """The writer, as the office knows them. One in three, and all with a conversation, have an account."""
    email = account.email if account else f"{slugify(name)}@people.example"
    if account is None and (story.subject in THREADS or len(name) % 3 == 0):
        account = resident(email, name)
    known = Constituent.objects.filter(office=office, account=account).first() if account else None
    if known:
        return known
    person = Constituent.objects.create(office=office, name=name, language="English", account=account)
    add_contact_point(constituent=person, kind=ContactPoint.Kind.EMAIL, value=email, by=account)
    return person


def _case(*, office, member, borough, person, story, opened) -> Case:
    case = open_case(
        channel=WEB,
        office=office,
        member=member,
        constituent=person,
        subject=story.subject,
        body=story.body,
        kind=Case.Kind.PROBLEM if "?" not in story.subject else Case.Kind.QUESTION,
        nature=Case.Nature.CASEWORK,
        by=person.account,
        topic=Topic.objects.get_or_create(slug=story.topic, defaults={"name": story.topic.capitalize()})[0],
        borough=borough,
    )
    date_back(case, opened)
    index_case(case)
    return case
