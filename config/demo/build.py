"""Makes the demo world out of the product's own services, so that it is as real as anything typed in."""

import hashlib
import random
from datetime import datetime, time, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.offers import Agreed
from casework.cases.services import (
    add_note,
    assign,
    close_case,
    open_case,
    receive_message,
    reply_to_constituent,
    set_turn,
)
from casework.cases.sharing import DEFAULT_DAYS, accept_share, offer_share
from casework.cases.turns import Turn
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.offices.models import Group, GroupMembership, Member, Membership, Office, OfficeMember, Term
from casework.places.models import Area, Borough

from . import world

CASES_AN_OFFICE = 24
STATES = 6
ASKED_BACK, WITH_OTHERS, PROMISED, UNTOUCHED, SETTLED, NEWS_ASKED = range(STATES)


def totp_secret(email: str) -> str:
    """A fixed second-factor secret for a demo sign-in: 32 base32 characters out of its address."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[byte % 32] for byte in hashlib.sha256(f"demo {email}".encode()).digest())


def assembly() -> dict[str, Office]:
    """Groups, Members with their seats, and offices. Returns the offices by slug."""
    groups = {slug: Group.objects.create(slug=slug, name=name) for slug, name in world.GROUPS.items()}
    offices = {}
    for slug, (name, group) in world.OFFICES.items():
        offices[slug] = Office.objects.create(
            slug=slug,
            name=name,
            group=groups[group],
            phone="020 7946 0100",
            hours="Monday to Friday, 9am to 5pm",
        )
        for member_name, area in world.MEMBERS[slug]:
            _seat(member_name, area=area, office=offices[slug])
    return offices


def _seat(name, *, area, office):
    member = Member.objects.create(slug=slugify(name), name=name)
    Term.objects.create(
        member=member, area=Area.objects.get(name=area) if area else None, starts_on=world.ELECTED
    )
    GroupMembership.objects.create(member=member, group=office.group, starts_on=world.ELECTED)
    OfficeMember.objects.create(office=office, member=member, starts_on=world.ELECTED)


def join(user, *, office, role):
    since = timezone.now() - timedelta(days=400)
    Membership.objects.create(office=office, user=user, role=role, started_at=since, accepted_at=since)


def resident(email, name):
    """A constituent who can sign in by emailed code, with the address proved."""
    user = User.objects.create_user(email, kind=User.Kind.CONSTITUENT, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def cases(office: Office, *, residents: list) -> list[Case]:
    """A backlog in every state for one office, the same on every run but for references and dates."""
    dice = random.Random(office.slug)
    staff = list(User.objects.filter(memberships__office=office, memberships__role="caseworker"))
    members = [row.member for row in office.office_members.select_related("member")]
    boroughs = list(Borough.objects.filter(area__terms__member__in=members) or Borough.objects.all())
    made = []
    for index in range(CASES_AN_OFFICE):
        resident = residents[index % len(residents)] if index < len(residents) else None
        subject, topic, body = world.STORIES[index % len(world.STORIES)]
        made.append(
            _case(
                office=office,
                member=dice.choice(members),
                borough=dice.choice(boroughs),
                name=resident.name if resident else dice.choice(world.WRITERS),
                resident=resident,
                subject=subject,
                topic=topic,
                body=body,
                opened=_moment(_day_raised(index, dice), dice, 7, 22),
            )
        )
    for index, case in enumerate(made):
        _work(case, index, staff=staff, dice=dice)
    return made


def _day_raised(index, dice):
    """The day a case was raised. Those nobody has looked at are young; the others left the office days to work."""
    young = index % STATES == UNTOUCHED
    return timezone.localdate() - timedelta(days=dice.randint(1, 6) if young else dice.randint(4, 40))


def _moment(day, dice, earliest, latest):
    """Some minute of a day between two hours."""
    minutes = dice.randint(earliest * 60, latest * 60 - 1)
    return timezone.make_aware(datetime.combine(day, time(*divmod(minutes, 60))))


def _office_hours(case, dice):
    """Three moments in order at which an office works: on weekdays after the case was raised and before today."""
    raised, today = timezone.localdate(case.opened_at), timezone.localdate()
    days = [raised + timedelta(days=n) for n in range(1, (today - raised).days)]
    weekdays = [day for day in days if day.weekday() < 5]
    return sorted(_moment(dice.choice(weekdays), dice, 9, 17) for _n in range(3))


def _happen(case, at, act, **facts):
    """Let a service act on the case, and date what came of it to `at`."""
    began = timezone.now()
    act(case=case, **facts)
    for rows in (case.messages, case.notes, case.activities):
        rows.filter(at__gte=began).update(at=at)
    for stamp in ("waiting_since", "closed_at"):
        Case.objects.filter(pk=case.pk, **{f"{stamp}__gte": began}).update(**{stamp: at})


def _case(*, office, member, borough, name, resident, subject, topic, body, opened) -> Case:
    person = Constituent.objects.create(office=office, name=name, language="English", account=resident)
    email = resident.email if resident else f"{slugify(name)}@people.example"
    add_contact_point(constituent=person, kind=ContactPoint.Kind.EMAIL, value=email, by=resident)
    case = open_case(
        office=office,
        member=member,
        constituent=person,
        subject=subject,
        body=body,
        kind=Case.Kind.PROBLEM,
        nature=Case.Nature.CASEWORK,
        by=resident,
        topic=Topic.objects.get_or_create(slug=topic, defaults={"name": topic.capitalize()})[0],
        borough=borough,
    )
    Case.objects.filter(pk=case.pk).update(opened_at=opened, waiting_since=opened)
    case.messages.update(at=opened)
    case.activities.update(at=opened)
    case.refresh_from_db()
    return case


def _work(case, index, *, staff, dice):
    """What the office has done with the case so far: by its place in the list, so that every state is there."""
    state = index % STATES
    if not staff or state == UNTOUCHED:
        return
    worker, today = staff[0], timezone.localdate()
    first, second, third = _office_hours(case, dice)
    if state != NEWS_ASKED:
        _happen(case, first, assign, to=worker, by=worker)
    if state == ASKED_BACK:
        text = f"Dear {case.constituent.name},\n\nThank you for writing. Which days do you travel? I need them to ask for help for you."
        _reply(case, second, text, by=worker, turn=Turn.CONSTITUENT, next_on=today + timedelta(days=9))
    elif state == WITH_OTHERS:
        text = "Same thing as two cases in September. Ask for a repair date."
        _happen(case, second, add_note, body=text, by=worker, once=uuid4())
        next_on = today + timedelta(days=index % 5 - 1)
        facts = {"turn": Turn.THIRD_PARTY, "waiting_on": "Transport for London", "next_on": next_on}
        _happen(case, third, set_turn, by=worker, **facts)
    elif state == PROMISED:
        text = "Thank you. I have asked for an answer and will write again."
        _reply(case, second, text, by=worker, turn=Turn.OFFICE)
        next_on = today + timedelta(days=index % 7 - 2)
        _happen(case, third, set_turn, turn=Turn.OFFICE, next_on=next_on, by=worker)
    elif state == SETTLED:
        _happen(case, third, close_case, outcome="Put right by Transport for London", by=worker)
    elif point := case.constituent.contact_points.filter(proved_by__isnull=False).first():
        text = "Is there any news?"
        _happen(case, first, receive_message, body=text, by=point.proved_by, once=uuid4())


def _reply(case, at, body, *, by, turn, next_on=None):
    _happen(case, at, reply_to_constituent, body=body, by=by, turn=turn, next_on=next_on, once=uuid4())


def share_one(made: list[Case], *, to: Office) -> None:
    """One case that its office works on is read by another office too."""
    case = made[WITH_OTHERS]
    share = offer_share(
        case=case,
        to_office=to,
        purpose="You know the people at Transport for London who can answer this",
        agreed_how=Agreed.PHONE,
        agreed_on=timezone.localdate(),
        last_day=timezone.localdate() + timedelta(days=DEFAULT_DAYS),
        by=case.assignee,
    )
    accept_share(share=share, by=User.objects.get(memberships__office=to, memberships__role="caseworker"))
