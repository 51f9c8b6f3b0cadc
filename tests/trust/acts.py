"""Every act on accounts and memberships: the reviewed table of who may do it, and how a test tries it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import RecoveryLink, User
from casework.offices.models import EmergencyAccess, Invitation, Membership
from casework.wall.scope import ALL, scoped
from tests import factories

ROLES = Membership.Role
WHY = "The office cannot open its case and asked me to look."
HOME = "labour-east"
OFFICES = (HOME, "labour-south", "conservative")
NOBODY: frozenset[str] = frozenset()
MANAGER = frozenset({f"manager of {HOME}"})
ADMINISTRATORS = frozenset({"administrator", "second administrator"})


@dataclass
class Cast:
    """Everyone who tries, and the objects in Labour East that they try it on."""

    people: dict[str, User | None]
    colleague: User
    another_manager: User
    offered: Invitation
    invited_editor: Invitation
    an_editor: User
    asked: EmergencyAccess
    unmanaged: EmergencyAccess
    opened: EmergencyAccess
    over: EmergencyAccess
    asleep: Membership  # of somebody whose account is locked
    asleep_nowhere: User  # the same, of no office


@dataclass(frozen=True)
class Act:
    """`path` and `sends` take the cast; `may` names who may do it."""

    name: str
    path: Callable[[Cast], str]
    sends: Callable[[Cast], dict[str, object]] = field(default=lambda cast: {})
    may: frozenset[str] = MANAGER


def held(user):
    return Membership.objects.active().get(user=user)


def on_a_membership(page, whom):
    return lambda cast: reverse(f"backoffice:{page}", args=[whom(cast).uuid])


def at(page):
    return lambda cast: reverse(f"backoffice:{page}")


def on_a_paper(access):
    return lambda cast: reverse("backoffice:emergency", args=[getattr(cast, access).uuid])


def sends(**facts):
    return lambda cast: facts


def to_the_body(page, *args):
    return lambda cast: reverse(f"backoffice:administration_{page}", args=args)


ELECTED, SINCE = "ines-vale", str(factories.ELECTED)
TOMORROW = {"starts_on_day": 2, "starts_on_month": 6, "starts_on_year": 2026}
PERSON = {"email": "mole@work.example", "name": "Mole"}
ACTS = [
    *(
        Act(f"invite a {role} to {HOME}", at("team_invite"), sends(**PERSON, office=HOME, role=role))
        for role in ROLES.values
    ),
    *(
        Act(
            f"invite a {role} to {office}",
            at("team_invite"),
            sends(**PERSON, office=office, role=role),
            frozenset({f"manager of {office}"}),
        )
        for office in OFFICES[1:]
        for role in (ROLES.CASEWORKER, ROLES.MANAGER)
    ),
    Act("send a recovery link", on_a_membership("membership_recover", lambda cast: held(cast.colleague))),
    Act(
        "lock an account",
        on_a_membership("membership_lock", lambda cast: held(cast.colleague)),
        sends(reason=WHY),
    ),
    Act("end", on_a_membership("membership_end", lambda cast: held(cast.colleague))),
    Act("end a manager", on_a_membership("membership_end", lambda cast: held(cast.another_manager))),
    Act("take back", on_a_membership("membership_end", lambda cast: cast.offered)),
    *(
        Act(
            f"change the role to {role}",
            on_a_membership("membership_role", lambda cast: held(cast.colleague)),
            sends(role=role),
        )
        for role in ROLES.values
        if role != ROLES.CASEWORKER
    ),
    Act(
        "invite a first manager",
        at("administration_manager"),
        sends(**PERSON, office="green"),
        ADMINISTRATORS,
    ),
    Act(
        "invite a manager where one is",
        at("administration_manager"),
        sends(**PERSON, office=HOME),
        NOBODY,
    ),
    *(
        Act(f"invite an {role}", at("administration_invite"), sends(**PERSON, role=role), ADMINISTRATORS)
        for role in ("editor", "administrator")
    ),
    Act(
        "take an editor's invitation back",
        lambda cast: reverse("backoffice:administration_invite_take_back", args=[cast.invited_editor.uuid]),
        may=ADMINISTRATORS,
    ),
    Act(
        "end an editor",
        lambda cast: reverse("backoffice:administration_end_role", args=[cast.an_editor.uuid, "editor"]),
        may=ADMINISTRATORS,
    ),
    Act(
        "send an editor a recovery link",
        lambda cast: reverse("backoffice:administration_recover", args=[cast.an_editor.uuid]),
        may=ADMINISTRATORS,
    ),
    Act(
        "lock an account as an administrator",
        lambda cast: reverse("backoffice:administration_lock", args=[cast.an_editor.uuid]),
        sends(reason=WHY),
        ADMINISTRATORS,
    ),
    Act("change the details of an office", at("office_details"), sends(phone="01632 960100")),
    Act("add a Member", to_the_body("add", "member"), sends(name="Giles Winter"), ADMINISTRATORS),
    Act("rename a Member", to_the_body("rename", "member", ELECTED), sends(name="Ines Hale"), ADMINISTRATORS),
    Act("give a Member a seat", to_the_body("begin", ELECTED, "seat"), sends(**TOMORROW), ADMINISTRATORS),
    Act("end a seat", to_the_body("dates", ELECTED, "seat", SINCE), sends(**TOMORROW), ADMINISTRATORS),
    Act(
        "ask for emergency access",
        at("administration_emergency"),
        sends(office=HOME, reason=WHY, hours="1"),
        frozenset({"second administrator"}),  # the other one has asked already
    ),
    Act(
        "ask while a life is at risk",
        at("administration_emergency"),
        sends(office=HOME, reason=WHY, hours="1", life_at_risk="on"),
        frozenset({"second administrator"}),
    ),
    Act("approve emergency access", on_a_paper("asked"), sends(act="approve")),
    Act("decline emergency access", on_a_paper("asked"), sends(act="decline", because=WHY)),
    Act("end emergency access", on_a_paper("opened"), sends(act="end")),
    Act("acknowledge the report", on_a_paper("over"), sends(act="read")),
    Act(
        "approve where the office has no manager",
        lambda cast: reverse("backoffice:administration_emergency_of_other", args=[cast.unmanaged.uuid]),
        sends(act="approve"),
        ADMINISTRATORS,
    ),
    Act("unlock", on_a_membership("membership_unlock", lambda cast: cast.asleep)),
    Act(
        "unlock whom no office answers for",
        lambda cast: reverse("backoffice:administration_unlock", args=[cast.asleep_nowhere.uuid]),
        may=ADMINISTRATORS,
    ),
    Act(
        "unlock whom an office answers for",
        lambda cast: reverse("backoffice:administration_unlock", args=[cast.asleep.user.uuid]),
        may=NOBODY,
    ),
    Act(
        "accept what was offered to somebody else",
        at("invitations"),
        lambda cast: {"invitation": str(cast.offered.uuid), "answer": "accept"},
        NOBODY,
    ),
    Act(
        "decline what was offered to somebody else",
        at("invitations"),
        lambda cast: {"invitation": str(cast.offered.uuid), "answer": "decline"},
        NOBODY,
    ),
]


def browser(name, person):
    client = Client(raise_request_exception=False)
    if person is not None:
        factories.sign_in(client, person, second_factor=name != "manager without a second factor")
    return client


def state():
    """Return everything that decides who has access, and where."""
    watched = (User, Group, RecoveryLink, Authenticator, Membership, Invitation, EmergencyAccess)
    with scoped(ALL):
        rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in watched}
        rows["groups of users"] = list(User.groups.through.objects.order_by("pk").values())
    for user in rows["User"]:
        user.pop("last_login")
    return rows
