"""Threat 12: every act on accounts and memberships, tried by everybody, on everybody's office.

A row of ACTS says who may. Whoever may not is refused, nothing changes, and the refusal is written down.
"""

import random
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import Disuse, Invitation, User
from accounts.services import make_editor
from backoffice.office.urls import urlpatterns
from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.offices import break_glass
from casework.offices.models import EmergencyAccess, Membership, Office, TurnedAway
from casework.offices.services import grant_membership
from casework.scope import ALL, scoped
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
    """Everybody who tries, and whom or what in Labour East they try it on."""

    people: dict[str, User | None]
    colleague: User
    another_manager: User
    offered: Membership
    asked: EmergencyAccess
    opened: EmergencyAccess
    over: EmergencyAccess
    asleep: Membership  # of somebody whose account is suspended
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
    Act("invite again", on_a_membership("membership_invite_again", lambda cast: held(cast.colleague))),
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
    Act("invite an editor", at("administration_editor"), sends(**PERSON), ADMINISTRATORS),
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
    Act("let back in", on_a_membership("membership_let_back_in", lambda cast: cast.asleep)),
    Act(
        "let back in whom no office answers for",
        lambda cast: reverse("backoffice:administration_let_back_in", args=[cast.asleep_nowhere.uuid]),
        may=ADMINISTRATORS,
    ),
    Act(
        "let back in whom an office answers for",
        lambda cast: reverse("backoffice:administration_let_back_in", args=[cast.asleep.user.uuid]),
        may=NOBODY,
    ),
    Act(
        "accept what was offered to somebody else",
        at("invitations"),
        lambda cast: {"membership": str(cast.offered.uuid), "answer": "accept"},
        NOBODY,
    ),
    Act(
        "decline what was offered to somebody else",
        at("invitations"),
        lambda cast: {"membership": str(cast.offered.uuid), "answer": "decline"},
        NOBODY,
    ),
]


def an_access(office, *, over=False, **more):
    boss = factories.staff(f"Admin{next(factories.number)}", is_administrator=True)
    access = break_glass.ask_for_access(office=office, reason=WHY, hours=1, by=boss, **more)
    if over:
        break_glass.end_access(access=access, by=boss)
    return access


def suspended(name, **where):
    user = factories.staff(name, **where)
    Disuse.objects.create(user=user, suspended_at=timezone.now())
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


@pytest.fixture
def cast(assembly):
    """Every role in every office, and those who work in none."""
    people = {
        f"{role} of {office.slug}": factories.staff(f"{role}.{office.slug}", office=office, role=role)
        for office in (assembly.office, assembly.sister, assembly.rival)
        for role in ROLES.values
    }
    people |= {
        "stranger": None,
        "constituent": assembly.ada,
        "staff of no office": factories.staff("Gil"),
        "editor": factories.staff("Ed"),
        "administrator": factories.staff("Boss", is_administrator=True),
        "second administrator": factories.staff("Chief", is_administrator=True),
        "disabled manager": factories.staff("Old", office=assembly.office, role=ROLES.MANAGER),
        "manager without a second factor": factories.staff("New", office=assembly.office, role=ROLES.MANAGER),
        "manager who left": factories.staff("Gone", office=assembly.office, role=ROLES.MANAGER),
    }
    User.objects.filter(pk=people["disabled manager"].pk).update(is_active=False)
    people["manager who left"].memberships.update(ended_at=timezone.now())
    make_editor(email=people["editor"].email, name="Ed", by=None)
    with scoped(ALL):
        Office.objects.create(slug="green", name="Green", group=assembly.office.group)
    break_glass.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=people["administrator"])
    offered = grant_membership(
        office=assembly.office, user=factories.staff("Offered"), role="manager", by=assembly.dev
    )
    return Cast(
        people=people,
        colleague=assembly.ben,
        another_manager=assembly.dev,
        offered=offered,
        asked=an_access(assembly.office),
        opened=an_access(assembly.office, life_at_risk=True),
        over=an_access(assembly.office, life_at_risk=True, over=True),
        asleep=suspended("Asleep", office=assembly.office).memberships.get(),
        asleep_nowhere=suspended("Absent"),
    )


def browser(name, person):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
        if person.is_staff and name != "manager without a second factor":
            factories.use_second_factor(client, person)
    return client


def state():
    """Everything that says who may come in, and where."""
    watched = (User, Group, Invitation, Authenticator, Membership, TurnedAway, EmergencyAccess)
    with scoped(ALL):
        rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in watched}
        rows["groups of users"] = list(User.groups.through.objects.order_by("pk").values())
    for user in rows["User"]:
        user.pop("last_login")
    return rows


def refusals(person):
    with scoped(ALL):
        return Entry.objects.filter(verb=Verb.REFUSED, actor_id=person.pk).count()


def must_be_written(name, person):
    """Who was signed in all the way. A stranger has no name to write, and a half sign-in only led to the sign-in."""
    return person is not None and person.is_active and name != "manager without a second factor"


def wrong(act, name, cast):
    """What is wrong with the answer to somebody who may not do this; empty if nothing is."""
    person = cast.people[name]
    client, before, written = browser(name, person), state(), refusals(person) if person else 0
    response = client.post(act.path(cast), act.sends(cast))
    after = state()
    changed = [table for table in before if before[table] != after[table]]
    if changed:
        return f"{name} could {act.name}: {response.status_code}, changed {changed}"
    if response.status_code not in {302, 403, 404, 422}:
        return f"{name}, {act.name}: answered {response.status_code}"
    told = response.status_code in {403, 404}
    if must_be_written(name, person) and told and refusals(person) == written:
        return f"{name}, {act.name}: the refusal is not written down"
    return ""


@contextmanager
def undone():
    """What happens inside never happened."""
    mark = transaction.savepoint_create()
    yield
    transaction.savepoint_rollback(mark)


def test_whoever_may_not_is_refused_and_nothing_changes(cast, amount, proof):
    tries = [(act, name) for act in ACTS for name in cast.people if name not in act.may]
    picked = random.sample(tries, min(amount(150, len(tries)), len(tries)))
    failures = [words for act, name in picked if (words := wrong(act, name, cast))]
    proof("threat 12", "acts on accounts by people who may not", tried=len(picked), failures=failures)


def test_whoever_may_can(cast, proof):
    """The table would prove nothing if its acts did nothing."""
    tries, nothing = [(act, name) for act in ACTS for name in act.may], []
    for act, name in tries:
        with undone():
            before = state()
            browser(name, cast.people[name]).post(act.path(cast), act.sends(cast))
            if state() == before:
                nothing.append(f"{name} may {act.name}, and it did nothing")
    proof("threat 12", "acts on accounts by people who may", tried=len(tries), failures=nothing)


def test_the_proof_finds_an_act_that_anybody_may_do(cast, monkeypatch):
    monkeypatch.setattr("backoffice.office.team.manages", lambda user, office: True)
    act = next(act for act in ACTS if act.name == "end")
    assert "caseworker of labour-east could end" in wrong(act, "caseworker of labour-east", cast)


def test_the_proof_finds_a_refusal_that_nobody_wrote_down(cast, monkeypatch):
    monkeypatch.setattr("config.middleware.record", lambda *given, **facts: None)
    act = next(act for act in ACTS if act.name == "end")
    assert "not written down" in wrong(act, "manager of conservative", cast)


def test_every_page_that_changes_who_may_come_in_stands_in_the_table(cast):
    """A page added to the team or the administration needs a row, or a word here why it needs none."""
    changes_nothing = {"team", "administration", "administration_log", "access_review"}
    takes_away_only = {"administration_take_back", "administration_emergency_end"}
    named = {resolve(act.path(cast)).url_name for act in ACTS}
    about_people = {
        pattern.name
        for pattern in urlpatterns
        if str(pattern.pattern).startswith(("team/", "administration/", "emergency/"))
    }
    assert about_people - named - changes_nothing - takes_away_only == set()
