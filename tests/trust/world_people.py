"""The offices and people of the canary world, and how each signs in."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.models import RecoveryLink, UnsentText, User
from casework.offices.models import Group, Invitation, Membership, Office
from casework.places.models import Area, Borough
from casework.questionnaires import services as questionnaires
from ops.set_up.form import standard_form
from ops.set_up.reading import london
from tests import factories

OFFICES = {"labour-east": "labour", "labour-south": "labour", "conservative": "conservative"}
PEOPLE = ("ada", "bea", "una")  # una typed an address that she has never proved


def the_assembly(world):
    groups = {slug: Group.objects.create(slug=slug, name=slug.title()) for slug in set(OFFICES.values())}
    area = Area.objects.create(slug="city-and-east", name="City and East")
    Borough.objects.create(code="E09000025", slug="newham", name="Newham", area=area)
    for slug, group in OFFICES.items():
        world.offices[slug] = Office.objects.create(slug=slug, name=slug.title(), group=groups[group])
    factories.member("Ines Vale", office=world.offices["labour-east"], area=area)
    factories.member("Omar Reed", office=world.offices["labour-south"])
    factories.member("Hugh Marsh", office=world.offices["conservative"])
    questionnaires.publish(slug="contact", definition=standard_form(london().words), by=None)


STAFF = {
    "ben": ("labour-east", "caseworker"),
    "dev": ("labour-east", "manager"),
    "fay": ("labour-east", "read-only"),
    "ivy": ("labour-east", "member"),
    "eve": ("labour-south", "caseworker"),
    "cat": ("conservative", "caseworker"),
    "gil": ("conservative", "manager"),
    "disabled": ("labour-east", "caseworker"),
    "password": ("labour-east", "manager"),
    "reset": ("labour-east", "manager"),
    "ended": ("labour-east", "manager"),
    "editor": (None, None),
    "administrator": (None, None),
}


def the_people(world):
    for name in PEOPLE:
        everywhere = {f"office:{slug}" for slug in OFFICES}
        world.people[name] = _user(world, name, kind="constituent", email_readers=everywhere)
        EmailAddress.objects.create(
            user=world.people[name], email=world.people[name].email, verified=name != "una", primary=True
        )
    for name, (slug, role) in STAFF.items():
        # Whoever wrote to an office sees which of its people answered.
        knows = {f"office:{slug}", "person:ada", "person:bea"} if slug else set()
        knows.add("administrators")  # one page shows them who has which role
        if role == "manager" or name == "administrator":
            knows.add("invited")  # an invitation says who invites
        if name == "administrator":
            knows |= {
                f"office:{each}" for each in OFFICES
            }  # offices are told what an administrator does to them
        if slug == "labour-south":
            knows.add(
                "person:administrator"
            )  # no manager there: an administrator answers who asks for its cases
        more = {"is_administrator": name == "administrator"}
        world.people[name] = _user(
            world,
            name,
            kind="staff",
            readers=knows,
            email_readers={f"office:{slug}"} if slug else set(),
            **more,
        )
        if slug:
            world.memberships[name] = Membership.objects.create(
                office=world.offices[slug], user=world.people[name], role=role
            )
    for slug, office in world.offices.items():
        address = world.canaries.new(f"invited to {slug} offices.Invitation.email", {f"office:{slug}"})
        Invitation.objects.create(
            office=office,
            email=f"{address}@staff.example",
            name=world.canaries.new(f"invited to {slug} offices.Invitation.name", {f"office:{slug}"}),
            role="caseworker",
            token_hash=uuid.uuid4().hex,
            expires_at=timezone.now() + timedelta(days=7),
        )
        worker = Membership.objects.filter(office=office).order_by("pk").first().user
        RecoveryLink.objects.create(
            user=worker, token_hash=uuid.uuid4().hex, expires_at=timezone.now() + timedelta(days=7)
        )


def _user(world, name, *, kind, email_readers=frozenset(), readers=frozenset(), **more):
    own = {f"person:{name}"}
    new = world.canaries.new
    address = new(f"{name} accounts.User.email", own | email_readers)
    return User.objects.create(
        email=f"{address}@{'staff' if kind == 'staff' else 'london'}.example",
        name=new(f"{name} accounts.User.name", own | readers),
        kind=kind,
        password=make_password(factories.PASSWORD if kind == "staff" else None),
        **more,
    )


def access_of_people(world):
    for name in ("ada", "bea", "ben", "cat", "eve"):
        person = world.people[name]
        world.kept[name] = world.canaries.row(UnsentText, readers={f"person:{name}"}, user=person)
        if person.is_staff:
            title = world.canaries.new(f"{name} mfa.Authenticator.data", {f"person:{name}"})
            world.passkeys[name] = Authenticator.objects.create(
                user=person,
                type=Authenticator.Type.WEBAUTHN,
                data={"name": title, "credential": passkey(name)},
            )


def passkey(name):
    """Return what a browser sends when it creates a passkey."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    made = AttestedCredentialData.create(Aaguid.NONE, name.encode(), ES256.from_cryptography_key(key))
    data = AuthenticatorData.create(b"\0" * 32, AuthenticatorData.FLAG.AT, 0, made)
    response = {
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        "clientDataJSON": websafe_encode(
            CollectedClientData.create("webauthn.create", b"asked", "http://localhost")
        ),
    }
    key_id = websafe_encode(name.encode())
    return {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}
