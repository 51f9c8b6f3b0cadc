"""A small assembly and the fixed cast, arranged in the scope of everything."""

import itertools
import time
from dataclasses import dataclass
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, Message, Note
from casework.cases.services import open_case
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.offices.models import Group, GroupMembership, Member, Membership, Office, OfficeMember, Term
from casework.places.models import Area, Borough
from casework.scope import ALL, scoped

ELECTED = date(2024, 5, 7)
PASSWORD = "correct horse battery"
number = itertools.count(1)


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
    person = Member.objects.create(slug=name.lower().replace(" ", "-"), name=name)
    Term.objects.create(member=person, area=area, starts_on=ELECTED)
    GroupMembership.objects.create(member=person, group=office.group, starts_on=ELECTED)
    OfficeMember.objects.create(office=office, member=person, starts_on=ELECTED)
    return person


def staff(name, *, office=None, role=Membership.Role.CASEWORKER, **more):
    user = User.objects.create_user(
        f"{name.lower()}@staff.example", kind="staff", name=name, password=PASSWORD
    )
    if more:
        User.objects.filter(pk=user.pk).update(**more)
        user.refresh_from_db()
    if office:
        Membership.objects.create(office=office, user=user, role=role, accepted_at=timezone.now())
    return user


def constituent(name):
    return User.objects.create_user(f"{name.lower()}@london.example", kind="constituent", name=name)


def assembly():
    """Two groups; Labour has two offices, so that a second office of one's own group is a stranger too."""
    with scoped(ALL):
        labour = Group.objects.create(slug="labour", name="Labour")
        other = Group.objects.create(slug="conservative", name="Conservative")
        office = Office.objects.create(slug="labour-east", name="Labour East", group=labour)
        sister = Office.objects.create(slug="labour-south", name="Labour South", group=labour)
        rival = Office.objects.create(slug="conservative", name="Conservative", group=other)
        area = Area.objects.create(slug="city-and-east", name="City and East")
        Borough.objects.create(code="E09000025", slug="newham", name="Newham", area=area)
        return Assembly(
            office=office,
            rival=rival,
            sister=sister,
            member=member("Ines Vale", office=office, area=area),
            rival_member=member("Hugh Marsh", office=rival),
            ada=constituent("Ada"),
            bea=constituent("Bea"),
            ben=staff("Ben", office=office),
            cat=staff("Cat", office=rival),
            dev=staff("Dev", office=office, role=Membership.Role.MANAGER),
            eve=staff("Eve", office=sister),
            fay=staff("Fay", office=office, role=Membership.Role.READ_ONLY),
        )


def case(
    *, office, raised_by=None, subject="Lift at the station", body="The lift is broken.", **facts
) -> Case:
    """A case as the portal would have opened it."""
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
            by=raised_by,
            **facts,
        )


def message(case, body="Here is more.", direction=Message.Direction.IN) -> Message:
    with scoped(ALL):
        return Message.objects.create(office=case.office, case=case, body=body, direction=direction)


def note(case, body="Call the operator.") -> Note:
    with scoped(ALL):
        return Note.objects.create(office=case.office, case=case, body=body)


def use_second_factor(client: Client, user: User):
    """Give `user` an authenticator and mark it as used in the session of `client`."""
    authenticator = user.authenticator_set.first()
    if authenticator is None:
        authenticator = Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")},
        )
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    records = session.get("account_authentication_methods", [])
    session["account_authentication_methods"] = [
        *records,
        {"method": "mfa", "at": time.time(), "type": "totp", "id": authenticator.pk},
    ]
    session.save()
