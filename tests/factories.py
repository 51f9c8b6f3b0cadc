"""A small assembly and the fixed cast, arranged in the scope of everything."""

import itertools
import os
import time
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from body.current import current_body
from casework.cases.models import Case, Message, Note, ReplyDraft
from casework.cases.models.channel import WEB
from casework.cases.services.case import open_case
from casework.cases.services.messages.planned_reply import what_follows
from casework.cases.turns import Turn
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.offices.duty.acceptance import accept_duty
from casework.offices.duty.rota import set_duty
from casework.offices.models import (
    Duty,
    Group,
    GroupMembership,
    Member,
    Membership,
    Office,
    OfficeMember,
    Term,
)
from casework.outbox.models import OutboxMessage
from casework.places.models import Area, Borough
from casework.wall.scope import ALL, scoped
from ops import heartbeat
from ops.set_up.reading import read_folder

ELECTED = date(2024, 5, 7)
PASSWORD = "correct horse battery"
number = itertools.count(1)


@cache
def body_facts() -> dict[str, str]:
    """The facts of the body in the folder that `--body` names."""
    plan, _problems = read_folder(Path(os.environ["CASEWORK_BODY"]), files=("body.csv",))
    return {fact: value for fact, value in plan.facts.items() if value}


def reference(characters: str) -> str:
    """Return a case reference with this body's prefix."""
    return f"{current_body().reference_prefix}-{characters}"


@dataclass
class Assembly:
    office: Office
    rival: Office
    sister: Office
    member: Member
    rival_member: Member
    ada: User
    bea: User
    ben: User
    cat: User
    dev: User
    eve: User
    fay: User


def member(name, *, office, area=None):
    [person] = members({name: (office, area)})
    return person


def members(places):
    """Create Members from `{name: (office, area)}`, elected on the same day."""
    people = Member.objects.bulk_create(
        [Member(slug=name.lower().replace(" ", "-"), name=name) for name in places]
    )
    terms, groups, offices = [], [], []
    for person, (office, area) in zip(people, places.values(), strict=True):
        terms.append(Term(member=person, area=area, starts_on=ELECTED))
        groups.append(GroupMembership(member=person, group=office.group, starts_on=ELECTED))
        offices.append(OfficeMember(office=office, member=person, starts_on=ELECTED))
    Term.objects.bulk_create(terms)
    GroupMembership.objects.bulk_create(groups)
    OfficeMember.objects.bulk_create(offices)
    return people


def _staff(name, **more):
    """Return an unsaved user, without the checks of `create_user`, which took most of the time of a test."""
    user = User(email=f"{name.lower()}@staff.example", kind="staff", name=name, **more)
    user.set_password(PASSWORD)
    return user


def _constituent(name):
    user = User(email=f"{name.lower()}@london.example", kind="constituent", name=name)
    user.set_unusable_password()
    return user


def _works(user, office, role=Membership.Role.CASEWORKER):
    return Membership(office=office, user=user, role=role)


def staff(name, *, office=None, role=Membership.Role.CASEWORKER, **more):
    user = _staff(name, **more)
    user.save()
    if office:
        _works(user, office, role).save()
    return user


def constituent(name):
    user = _constituent(name)
    user.save()
    return user


def assembly():
    """Two groups; Labour has two offices, so that a second office of one's own group is a stranger too.

    A statement a table: most tests start with this.
    """
    with scoped(ALL):
        labour, other = Group.objects.bulk_create(
            [Group(slug="labour", name="Labour"), Group(slug="conservative", name="Conservative")]
        )
        office, sister, rival = Office.objects.bulk_create(
            [
                Office(slug="labour-east", name="Labour East", group=labour),
                Office(slug="labour-south", name="Labour South", group=labour),
                Office(slug="conservative", name="Conservative", group=other),
            ]
        )
        area = Area.objects.create(slug="city-and-east", name="City and East")
        Borough.objects.create(code="E09000025", slug="newham", name="Newham", area=area)
        member, rival_member = members({"Ines Vale": (office, area), "Hugh Marsh": (rival, None)})
        ada, bea, ben, cat, dev, eve, fay = User.objects.bulk_create(
            [*map(_constituent, ("Ada", "Bea")), *map(_staff, ("Ben", "Cat", "Dev", "Eve", "Fay"))]
        )
        Membership.objects.bulk_create(
            [
                _works(ben, office),
                _works(cat, rival),
                _works(dev, office, Membership.Role.MANAGER),
                _works(eve, sister),
                _works(fay, office, Membership.Role.READ_ONLY),
            ]
        )
        return Assembly(office, rival, sister, member, rival_member, ada, bea, ben, cat, dev, eve, fay)


def case(
    *, office, raised_by=None, subject="Lift at the station", body="The lift is broken.", **facts
) -> Case:
    """Return a case as the portal would have opened it."""
    with scoped(ALL):
        person = Constituent.objects.create(office=office, name=f"Person {next(number)}", account=raised_by)
        if raised_by:
            add_contact_point(
                constituent=person, kind=ContactPoint.Kind.EMAIL, value=raised_by.email, by=raised_by
            )
        return open_case(
            office=office,
            member=office.office_members.first().member
            if office.office_members.exists()
            else member(f"Member {next(number)}", office=office),
            constituent=person,
            subject=subject,
            body=body,
            kind=Case.Kind.PROBLEM,
            nature=Case.Nature.CASEWORK,
            channel=facts.pop("channel", WEB),
            by=raised_by,
            **facts,
        )


def on_duty(
    *, office, person, cover=None, by, minutes=15, hours="Weekdays, 9am to 5pm", phone="020 7946 0100"
) -> Duty:
    """Let people be on duty by default, who have accepted."""
    with scoped(ALL):
        facts = {"minutes": minutes, "hours": hours, "phone": phone}
        duty = set_duty(office=office, person=person, cover=cover, by=by, **facts)
        for each in filter(None, (person, cover)):
            accept_duty(rota=duty, by=each)
        OutboxMessage.objects.filter(purpose="office.duty-asked").delete()
        return duty


def message(case, body="Here is more.", direction=Message.Direction.IN) -> Message:
    with scoped(ALL):
        return Message.objects.create(
            office=case.office,
            case=case,
            body=body,
            direction=direction,
            is_unverified=True,
        )


def note(case, body="Call the operator.") -> Note:
    with scoped(ALL):
        return Note.objects.create(office=case.office, case=case, body=body)


def planned_reply(case, *, author, body="Dear Ada, it is mended.") -> ReplyDraft:
    """Make a reply that goes in two minutes."""
    with scoped(ALL):
        return ReplyDraft.objects.create(
            office=case.office,
            case=case,
            author=author,
            body=body,
            send_at=timezone.now() + timedelta(minutes=2),
            planned=what_follows(Turn.CONSTITUENT, waiting_on="", next_on=None, told=None, reason=""),
        )


def live_worker():
    """Write a heartbeat that does not grow old during the test, as a worker without complaints does."""
    heartbeat.cache.set(heartbeat.KEY, ((timezone.now() + timedelta(days=1)).isoformat(), ()), None)


def sign_in(client: Client, user: User, *, second_factor: bool = True):
    """Sign `user` in with `client`; staff with the second factor used, unless told otherwise.

    Like `Client.force_login`, which makes three times as many statements: most tests do this.
    """
    request = HttpRequest()
    known = settings.SESSION_COOKIE_NAME in client.cookies
    request.session = client.session if known else SessionStore()
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    if user.is_staff and second_factor:
        _note_second_factor(request.session, user)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key


def use_second_factor(client: Client, user: User):
    """Give `user` an authenticator and mark it as used in the session of `client`."""
    session = client.session
    _note_second_factor(session, user)
    session.save()


def _note_second_factor(session: SessionStore, user: User):
    authenticator = user.authenticator_set.first()
    if authenticator is None:
        authenticator = Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")},
        )
    session["account_authentication_methods_user"] = str(user.pk)
    records = session.get("account_authentication_methods", [])
    session["account_authentication_methods"] = [
        *records,
        {"method": "mfa", "at": time.time(), "type": "totp", "id": authenticator.pk},
    ]
