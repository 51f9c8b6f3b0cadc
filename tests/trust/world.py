"""The canary world: two groups, three offices, and a case of every kind in each, all text of it canaries.

`build(seed)` makes it in the scope of everything. A model that has an office and no recipe here gets one row an
office made from its fields; where that cannot be done, `World.unmade` says why and `test_world.py` is red.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, models, transaction
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

from accounts.models import Invitation, KeptForm, User
from casework.audit.models import Entry
from casework.cases.models import (
    Activity,
    Authority,
    AuthorityPaper,
    Case,
    CaseFile,
    Message,
    Note,
    RiskFlag,
    SafeContact,
)
from casework.constituents.models import Constituent, ContactPoint
from casework.files import store
from casework.offices.models import Group, Member, Membership, Office
from casework.outbox.models import OutboxMessage
from casework.places.models import Area, Borough
from casework.questionnaires import services as questionnaires
from casework.questionnaires.models import Submission, SubmissionFile, SubmissionKey, WayBack, hash_of
from casework.scope import ALL, scoped
from cms.models import ContentPage
from cms.setup import editors, home_page
from tests import factories

from .planting import PERSON_READS, Canaries, our_models

OFFICES = {"labour-east": "labour", "labour-south": "labour", "conservative": "conservative"}
PEOPLE = ("ada", "bea", "una")  # una typed an address that she has never proved
DEFINITION = Path(questionnaires.__file__).parent / "data" / "contact.json"
PHOTO = "image/png"


@dataclass
class World:
    """Everything that was planted, by office and person: `cases["labour-east", "ada"]`."""

    canaries: Canaries
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    kept: dict[str, KeptForm] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    passkeys: dict[str, Authenticator] = field(default_factory=dict)
    draft: ContentPage | None = None
    unmade: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], models.Model] = field(default_factory=dict)  # made by themselves

    def office_of(self, office_id):
        return next(slug for slug, office in self.offices.items() if office.pk == office_id)


def build(seed=1):
    world = World(Canaries(seed))
    with scoped(ALL):
        _the_assembly(world)
        _the_people(world)
        for slug in OFFICES:
            _casework(world, slug)
        _submissions(world)
        _papers_of_people(world)
        _editors_draft(world)
        _the_rest(world)
    return world


def _the_assembly(world):
    groups = {slug: Group.objects.create(slug=slug, name=slug.title()) for slug in set(OFFICES.values())}
    area = Area.objects.create(slug="city-and-east", name="City and East")
    Borough.objects.create(code="E09000025", slug="newham", name="Newham", area=area)
    for slug, group in OFFICES.items():
        world.offices[slug] = Office.objects.create(slug=slug, name=slug.title(), group=groups[group])
    factories.member("Ines Vale", office=world.offices["labour-east"], area=area)
    factories.member("Omar Reed", office=world.offices["labour-south"])
    factories.member("Hugh Marsh", office=world.offices["conservative"])
    questionnaires.publish(slug="contact", definition=json.loads(DEFINITION.read_text()), by=None)


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


def _the_people(world):
    for name in PEOPLE:
        everywhere = {f"office:{slug}" for slug in OFFICES}
        world.people[name] = _user(world, name, kind="constituent", email_readers=everywhere)
        EmailAddress.objects.create(
            user=world.people[name], email=world.people[name].email, verified=name != "una", primary=True
        )
    for name, (slug, role) in STAFF.items():
        # Whoever wrote to an office sees which of its people answered.
        knows = {f"office:{slug}", "person:ada", "person:bea"} if slug else set()
        if role == "manager" or name == "administrator":
            knows.add("invited")  # an invitation says who invites
        if name == "administrator":
            knows |= {
                f"office:{each}" for each in OFFICES
            }  # offices are told what an administrator does to them
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
                office=world.offices[slug], user=world.people[name], role=role, accepted_at=timezone.now()
            )
    for slug, office in world.offices.items():
        invited = _user(world, f"invited to {slug}", kind="staff", email_readers={f"office:{slug}"})
        Membership.objects.create(office=office, user=invited, role="caseworker")
        Invitation.objects.create(
            user=invited, token_hash=uuid.uuid4().hex, expires_at=timezone.now() + timedelta(days=7)
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


CASES = {  # who raised it, and the facts by which each text field has a case that may hold it
    "ada": {"turn": "third-party", "outcome": ""},
    "bea": {"turn": "", "waiting_on": "", "closed_at": True},
    "una": {"waiting_on": "", "outcome": ""},
    "safe": {"waiting_on": "", "outcome": "", "safe_contact": True},
    "another": {"waiting_on": "", "outcome": ""},  # ada, for somebody who has not agreed
}
OF_ADA = {"safe", "another"}


def _casework(world, slug):
    office = world.offices[slug]
    readers = {f"office:{slug}"}
    worker = next(world.people[name] for name, (where, _role) in STAFF.items() if where == slug)
    for name, facts in CASES.items():
        account = world.people[account_name(name)]
        proved = name not in {"una", "safe"}
        person = f"person:{account_name(name)}" if proved else None
        constituent = _constituent(
            world, office, readers, person, account, proved=proved, safe=name == "safe"
        )
        given = facts | {"closed_at": timezone.now()} if "closed_at" in facts else facts
        case = world.canaries.row(
            Case,
            readers=readers,
            raiser=person,
            office=office,
            member=office.office_members.get().member,
            constituent=constituent,
            assignee=worker,
            kind="problem",
            nature="casework",
            **given,
        )
        world.cases[slug, name] = case
        if name == "another":
            _for_another(world, case, readers)
        _timeline(world, case, worker, account, readers, person)


def account_name(name):
    return "ada" if name in OF_ADA else name


def _for_another(world, case, readers):
    """Whom the case is about; a letter of theirs came, and nobody has recorded what it says yet."""
    row, facts = world.canaries.row, {"office": case.office, "readers": readers}
    person = row(Constituent, account=None, **facts)
    case.authority = row(Authority, case=case, representative=case.constituent, person=person, **facts)
    case.save()
    scan = stored(world, "cases.AuthorityPaper.bytes", readers)
    row(AuthorityPaper, case=case, authority=case.authority, **scan, **facts)


def _constituent(world, office, readers, person, account, *, proved, safe):
    """ada's safe-contact record is one of its own: the office knows her there by an address not to be used."""
    constituent = world.canaries.row(
        Constituent,
        readers=readers,
        raiser=person,
        office=office,
        account=account if proved or safe else None,
    )
    facts = {"office": office, "constituent": constituent}
    proof = {"proved_by": account, "proved_at": timezone.now()} if proved else {}
    ContactPoint.objects.create(kind="email", value=account.email, safe=not safe, **facts, **proof)
    for kind in ("phone", "post"):
        world.canaries.row(ContactPoint, readers=readers, raiser=person, kind=kind, **facts)
    return constituent


def _timeline(world, case, worker, account, readers, person):
    row = world.canaries.row
    facts = {"office": case.office, "case": case, "readers": readers}
    alert = row(OutboxMessage, readers=readers, office_id=case.office_id, message_id=f"<{uuid.uuid4()}>")
    said = row(Message, raiser=person, direction="in", author=account, **facts)
    told = None if case.authority else person
    row(Message, raiser=told, direction="out", author=worker, alert=alert.uuid, **facts)
    row(Note, author=worker, **facts)
    row(RiskFlag, kind="life", **facts | {"settled_how": ""})
    row(RiskFlag, kind="threat", settled_at=timezone.now(), settled_by=worker, **facts)
    if case.safe_contact:
        row(SafeContact, **facts)
    row(
        CaseFile,
        raiser=person,
        message=said,
        **stored(world, "cases.CaseFile.bytes", readers, person),
        **facts,
    )
    for verb, shown in {"raised": True, "assigned": False, "turn": True, "closed": True}.items():
        reader = (person if verb == "raised" else told) if shown else None
        row(Activity, raiser=reader, verb=verb, shown=shown, by=worker, **facts)
    row(Entry, readers=readers, office_id=case.office_id, actor_id=worker.pk, verb="case.read")


def stored(world, label, readers, person=None):
    """The columns of a file whose bytes in the store are a canary."""
    also = {person} if person and label in PERSON_READS else set()
    where = min(readers)
    content = f"{world.canaries.new(f'{where} {label}', readers | also)} in the file".encode()
    with store.arrival() as arriving:
        arriving.file.write(content)
        key = arriving.keep()
    return {"key": key, "content_type": PHOTO, "size": len(content), "sha256": "0" * 64}


def _submissions(world):
    """Answers not yet sent: of ada and bea, and of somebody without a sign-in at another browser."""
    version = questionnaires.current_version("contact")
    for name in ("ada", "bea", "another browser"):
        readers = {f"person:{name}"}
        world.keys[name] = f"key of {name}"
        submission = world.canaries.row(
            Submission,
            readers=readers,
            version=version,
            person=world.people.get(name),
            key_hash=hash_of(world.keys[name]),
            expires_at=timezone.now() + timedelta(days=7),
        )
        world.submissions[name] = submission
        held = {"readers": readers, "submission": submission}
        world.canaries.row(SubmissionKey, key_hash=hash_of(f"further {name}"), **held)
        world.canaries.row(WayBack, token_hash=hash_of(f"link of {name}"), **held)
        world.canaries.row(
            SubmissionFile,
            readers=readers,
            submission=submission,
            question="files",
            **stored(world, "questionnaires.SubmissionFile.bytes", readers),
        )


def _papers_of_people(world):
    for name in ("ada", "bea", "ben", "cat", "eve"):
        person = world.people[name]
        world.kept[name] = world.canaries.row(KeptForm, readers={f"person:{name}"}, user=person)
        if person.is_staff:
            title = world.canaries.new(f"{name} mfa.Authenticator.data", {f"person:{name}"})
            world.passkeys[name] = Authenticator.objects.create(
                user=person,
                type=Authenticator.Type.WEBAUTHN,
                data={"name": title, "credential": passkey(name)},
            )


def passkey(name):
    """What a browser hands over when it makes a passkey."""
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


def _editors_draft(world):
    """A page that nobody has published."""
    new, home = world.canaries.new, home_page()
    editors()
    names = ("title", "lead", "body")
    title, lead, text = (new(f"editors cms.ContentPage.{name}", {"editors"}) for name in names)
    page = ContentPage(
        title=title,
        slug="draft",
        lead=lead,
        body=[("text", f"<p>{text}</p>")],
        live=False,
        locale=home.locale,
    )
    world.draft = home.add_child(instance=page)
    world.draft.save_revision()


def _the_rest(world):
    """A row an office of every model of ours that has none yet: of what others add later."""
    for model in our_models():
        if model._base_manager.exists():
            continue
        for slug, office in world.offices.items():
            try:
                with transaction.atomic():
                    given = _given(world, model, slug, office)
                    # What one office offers another, the other reads.
                    readers = {
                        f"office:{slug}",
                        *(f"office:{o.slug}" for o in given.values() if isinstance(o, Office)),
                    }
                    row = world.canaries.row(model, readers=readers, **given)
                    world.rows[model._meta.label, slug] = row
            except (DatabaseError, LookupError, ValueError) as fault:
                world.unmade[model._meta.label] = str(fault).strip().splitlines()[0]


def _given(world, model, slug, office):
    """A value for each column that must have one and holds no text."""
    worker = next(world.people[name] for name, (where, _role) in STAFF.items() if where == slug)
    named = {Office: office, Case: world.cases[slug, "ada"], User: worker, Member: Member.objects.first()}
    given = {}
    for column in model._meta.concrete_fields:
        if (
            column.primary_key
            or column.null
            or column.has_default()
            or column.db_default is not models.NOT_PROVIDED
        ):
            if column.attname == "office_id":
                given["office_id"] = office.pk
            continue
        if column.name == "to_office":
            given[column.name] = world.offices[receiver_of(slug)]
        elif column.is_relation:
            target = column.related_model
            first = target._base_manager.filter(**_in_office(target, office)).first()
            given[column.name] = named.get(target) or first
        elif column.choices:
            given[column.name] = "" if column.blank else column.flatchoices[0][0]
        elif isinstance(column, models.DateTimeField):
            given[column.name] = timezone.now() + timedelta(days=1)
        elif isinstance(column, models.DateField):
            given[column.name] = date(2026, 1, 5)
        elif isinstance(column, models.IntegerField):
            given[column.name] = 1
        elif isinstance(column, models.BooleanField):
            given[column.name] = False
    return given | LEFT_EMPTY.get(model._meta.label, {})


# What only a later act may fill, and days that end after they begin.
LEFT_EMPTY = {
    "cases.Transfer": {"new_reference": ""},
    "offices.Away": {"ends_on": date(2026, 1, 9)},
    "offices.DutyTurn": {"ends_on": date(2026, 1, 9)},
}


def receiver_of(slug):
    """The office to which another one offers something in this world: the next in the list."""
    slugs = list(OFFICES)
    return slugs[(slugs.index(slug) + 1) % len(slugs)]


def _in_office(model, office):
    has_office = any(column.attname == "office_id" for column in model._meta.concrete_fields)
    return {"office_id": office.pk} if has_office else {}
