"""The actors of the matrix: how each is signed in, which canaries each may read, and what each may change.

A rule says what a URL answers to an actor: "open", or a refusal. "sign-in", "factor" and "ended" are redirects,
"nothing" is 404, "forbidden" is 403.
"""

import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.middleware import SEEN_AT, SIGNED_IN_AT
from accounts.models import User
from cms.setup import editors
from tests import factories

from .world import World
from .world_people import STAFF

WORKING = {"caseworker", "manager", "member"}
HALF_AN_HOUR_AND_MORE = 31 * 60


@dataclass
class Actor:
    """One browser and its user. `session` is the state of the session, `offices` where the user works."""

    name: str
    client: Client
    session: str  # stranger, constituent, staff, password (no factor used), ended (session too old)
    user: User | None = None
    offices: frozenset[str] = frozenset()
    role: str = ""
    reads: frozenset[str] = frozenset()  # readers of secrets (planting.Secret)
    changes: frozenset[str] = frozenset()  # owners of rows (state.Row)
    adds: frozenset[str] = frozenset()  # models of which it may add rows anywhere
    ends: frozenset[str] = frozenset()  # rows that a new one of its own ends, as "model of owner"
    home: str = "labour-east"  # the office that "own" means to it
    cookies: object = field(default=None, repr=False)


def enter(world: World, name: str) -> Actor:
    """Return this actor with its own browser, signed in as far as it can get."""
    client = Client(raise_request_exception=False)
    actor = MAKERS.get(name, _staff)(world, name, client)
    actor.cookies = client.cookies.copy()
    return actor


# Signing in, asking for a code and answering a form are open to all, and leave rows.
ANYBODY_ADDS = frozenset(
    {"outbox.OutboxMessage of nobody", "questionnaires.Submission of nobody", "audit.Entry of nobody"}
)
# After closing: a count of the office's month, and a keyed mark that this case has been asked about.
SAYS_IF_HELPED = frozenset({"cases.FeedbackMark of nobody", "cases.FeedbackMonth of nobody"})
LETS_IN = frozenset({"accounts.User", "accounts.RecoveryLink", "offices.Membership", "offices.Invitation"})


def _anonymous(world, name, client):
    return Actor(name, client, "stranger", adds=ANYBODY_ADDS)


def _constituent(world, name, client):
    user = world.people[name]
    client.force_login(user)
    if name in world.keys:
        session = client.session
        session["submission:contact"] = world.keys[name]
        session.save()
    own = {f"person:{name}", *(f"case:{world.cases[slug, name].pk}" for slug in world.offices)}
    if name in world.submissions:
        own.add(f"submission:{world.submissions[name].pk}")
    return Actor(
        name,
        client,
        "constituent",
        user,
        reads=frozenset({f"person:{name}"}),
        changes=frozenset(own if name != "una" else {f"person:{name}"}),
        adds=ANYBODY_ADDS | SAYS_IF_HELPED | {"audit.Entry"},
    )


def _staff(world, name, client):
    user = world.people[name]
    office, role = STAFF[name]
    factories.sign_in(client, user)
    actor = Actor(name, client, "staff", user, role=role or "", reads=frozenset({f"person:{name}"}))
    actor.changes = frozenset({f"person:{name}"})
    actor.adds = ANYBODY_ADDS
    if office:
        actor.home, actor.offices = office, frozenset({office})
        actor.reads |= {f"office:{office}"}
        actor.adds |= {f"audit.Entry of office:{office}"}  # also what a read-only person reads or is refused
        if role in WORKING:
            actor.changes |= {f"office:{office}"}
        if role == "manager":
            actor.adds |= LETS_IN
            # A new recovery link ends the earlier ones of the same colleague.
            colleagues = [each for each, (where, _role) in STAFF.items() if where == office]
            actor.ends = frozenset(f"accounts.RecoveryLink of person:{each}" for each in colleagues)
    return actor


def _editor(world, name, client):
    editors().user_set.add(world.people[name])
    actor = _staff(world, name, client)
    actor.reads |= {"editors"}
    actor.changes |= {"site"}
    return actor


def _administrator(world, name, client):
    actor = _staff(world, name, client)
    actor.reads |= {"administrators"}
    # Invites editors, and the first manager of an office that has none.
    actor.adds |= LETS_IN | {"accounts.User_groups", "audit.Entry", "outbox.OutboxMessage"}
    return actor


def _disabled(world, name, client):
    """Sign in, then disable the account: the next request is anonymous."""
    actor = _staff(world, name, client)
    User.objects.filter(pk=actor.user.pk).update(is_active=False)
    return Actor(name, client, "stranger", actor.user, adds=ANYBODY_ADDS)


def _password(world, name, client):
    """Sign in with a manager's password but without the second factor."""
    user = world.people[name]
    factories.use_second_factor(Client(), user)
    client.force_login(user)
    return Actor(name, client, "password", user, adds=ANYBODY_ADDS | _refused(name), reads=_self(name))


def _reset(world, name, client):
    """Sign in with a second factor that has since been replaced."""
    actor = _staff(world, name, client)
    Authenticator.objects.filter(user=actor.user).delete()
    factories.use_second_factor(Client(), actor.user)
    return Actor(name, client, "password", actor.user, adds=ANYBODY_ADDS | _refused(name), reads=_self(name))


def _ended(world, name, client):
    """Sign in, then leave the session idle for more than half an hour."""
    actor = _staff(world, name, client)
    session = client.session
    session[SIGNED_IN_AT] = session[SEEN_AT] = time.time() - HALF_AN_HOUR_AND_MORE
    session.save()
    kept = {f"accounts.UnsentText of person:{name}"}
    return Actor(name, client, "ended", actor.user, adds=ANYBODY_ADDS | _refused(name) | kept)


def _self(name):
    return frozenset({f"person:{name}"})


def _refused(name):
    """Allow the audit entry that records a refusal or sign-out for the actor's office."""
    return {f"audit.Entry of office:{STAFF[name][0]}"}


MAKERS = {
    "anonymous": _anonymous,
    "ada": _constituent,
    "bea": _constituent,
    "una": _constituent,
    "editor": _editor,
    "administrator": _administrator,
    "disabled": _disabled,
    "password": _password,
    "reset": _reset,
    "ended": _ended,
}
ACTORS = [
    "anonymous",
    "ada",  # constituent A
    "bea",  # constituent B
    "una",  # a constituent whose address is not proved
    "ben",  # caseworker of labour-east
    "dev",  # its manager
    "eve",  # caseworker of a second office of the same group
    "cat",  # caseworker of the other group
    "gil",  # its manager
    "fay",  # reads only
    "ivy",  # role Member
    "editor",
    "administrator",
    "disabled",
    "password",  # second factor not used
    "reset",  # second factor replaced since
    "ended",  # second factor too long ago
]
