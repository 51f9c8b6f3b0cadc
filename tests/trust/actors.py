"""Everyone who knocks: how each is signed in, which canaries each may see, what each may change, and the rules.

A rule says what a door of the table answers to an actor: "open", or one of four refusals. "sign-in", "factor" and
"ended" are redirects, "nothing" is 404, "forbidden" is 403.
"""

import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.middleware import SEEN_AT, SIGNED_IN_AT
from accounts.models import User
from cms.setup import editors
from tests import factories

from .world import STAFF, World

WORKING = {"caseworker", "manager", "member"}
HALF_AN_HOUR_AND_MORE = 31 * 60


@dataclass
class Actor:
    """One browser and who sits at it. `standing` is how far its session goes, `offices` where its person works."""

    name: str
    client: Client
    standing: str  # stranger, constituent, staff, password (no factor used), ended (session too old)
    user: User | None = None
    offices: frozenset[str] = frozenset()
    role: str = ""
    reads: frozenset[str] = frozenset()  # readers of secrets (planting.Secret)
    changes: frozenset[str] = frozenset()  # owners of rows (state.Row)
    adds: frozenset[str] = frozenset()  # models of which it may add rows anywhere
    home: str = "labour-east"  # the office that "own" means to it
    cookies: object = field(default=None, repr=False)


def enter(world: World, name: str) -> Actor:
    """This actor at a browser of its own, signed in as far as it gets."""
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
LETS_IN = frozenset({"accounts.User", "accounts.Invitation", "offices.Membership", "offices.TurnedAway"})


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
    client.force_login(user)
    factories.use_second_factor(client, user)
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
    return actor


def _editor(world, name, client):
    editors().user_set.add(world.people[name])
    actor = _staff(world, name, client)
    actor.reads |= {"editors"}
    actor.changes |= {"site"}
    return actor


def _administrator(world, name, client):
    actor = _staff(world, name, client)
    # Invites editors, and the first manager of an office that has none.
    actor.adds |= LETS_IN | {"accounts.User_groups", "audit.Entry", "outbox.OutboxMessage"}
    return actor


def _disabled(world, name, client):
    """Signed in, then the account was closed: the very next request is a stranger's."""
    actor = _staff(world, name, client)
    User.objects.filter(pk=actor.user.pk).update(is_active=False)
    return Actor(name, client, "stranger", actor.user, adds=ANYBODY_ADDS)


def _password(world, name, client):
    """Somebody with the password of a manager, and nothing else."""
    user = world.people[name]
    factories.use_second_factor(Client(), user)
    client.force_login(user)
    return Actor(name, client, "password", user, adds=ANYBODY_ADDS | _refused(name), reads=_self(name))


def _reset(world, name, client):
    """A factor was used in this session, and has since been taken away and replaced by another."""
    actor = _staff(world, name, client)
    Authenticator.objects.filter(user=actor.user).delete()
    factories.use_second_factor(Client(), actor.user)
    return Actor(name, client, "password", actor.user, adds=ANYBODY_ADDS | _refused(name), reads=_self(name))


def _ended(world, name, client):
    """Nothing happened for more than half an hour after the second factor was used."""
    actor = _staff(world, name, client)
    session = client.session
    session[SIGNED_IN_AT] = session[SEEN_AT] = time.time() - HALF_AN_HOUR_AND_MORE
    session.save()
    kept = {f"accounts.KeptForm of person:{name}"}
    return Actor(name, client, "ended", actor.user, adds=ANYBODY_ADDS | _refused(name) | kept)


def _self(name):
    return frozenset({f"person:{name}"})


def _refused(name):
    """That somebody was refused or signed out is written down for their office."""
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


# --- The rules: (actor, target) -> answer. `target` is targets.Target ---------------------------------


def anybody(actor, target):
    return "ended" if actor.standing == "ended" else "open"


def gate(actor):
    """What `accounts.middleware.Gate` answers; None to those whom it lets pass."""
    answers = {"stranger": "sign-in", "constituent": "nothing", "password": "factor", "ended": "ended"}
    return answers.get(actor.standing)


def staff(actor, target):
    return gate(actor) or "open"


def at_home(actor, target):
    known = actor.offices or actor.name in {"editor", "administrator"}
    return gate(actor) or ("open" if known else "nothing")


def office(actor, target):
    return gate(actor) or ("open" if actor.offices else "nothing")


def case(actor, target):
    return gate(actor) or ("open" if target.office in actor.offices and target.whole else "nothing")


def work(actor, target):
    """A part that is not there is only looked for once the person may work on the case."""
    if refused := gate(actor):
        return refused
    if target.office not in actor.offices:
        return "nothing"
    if actor.role not in WORKING:
        return "forbidden"
    return "open" if target.whole else "nothing"


def managers(actor, target):
    """Where the address names nothing, or somebody of an office."""
    refused = office(actor, target)
    if refused != "open":
        return refused
    if target.named and target.office not in actor.offices:
        return "nothing"
    return "open" if actor.role == "manager" else "forbidden"


def receivers(actor, target):
    """What another office offered to theirs."""
    refused = office(actor, target)
    if refused != "open" or target.receiver not in actor.offices:
        return refused if refused != "open" else "nothing"
    return "open" if actor.role in WORKING else "forbidden"


def managers_of_the_case(actor, target):
    answer = case(actor, target)
    return "forbidden" if answer == "open" and actor.role != "manager" else answer


def administrators(actor, target):
    return gate(actor) or ("open" if actor.name == "administrator" else "nothing")


def editors_only(actor, target):
    return gate(actor) or ("open" if actor.name == "editor" else "nothing")


def closed(actor, target):
    return gate(actor) or "nothing"


def constituents(actor, target):
    if actor.standing in {"stranger", "ended"}:
        return gate(actor)
    return "open" if actor.standing == "constituent" else "nothing"


def own_case(actor, target):
    answer = constituents(actor, target)
    mine = target.person == actor.name and actor.name != "una" and target.whole
    return ("open" if mine else "nothing") if answer == "open" else answer


def own_answers(actor, target):
    """What somebody began and did not send; whatever else the address of the target names."""
    answer = constituents(actor, target)
    return ("open" if target.person == actor.name != "una" else "nothing") if answer == "open" else answer


def own_paper(actor, target):
    if actor.standing in {"stranger", "ended", "password"}:
        return gate(actor)
    return "open" if target.kept_by == actor.name else "nothing"


def factor(actor, target):
    return gate(actor) or "open"


def own_factor(actor, target):
    return gate(actor) or ("open" if target.kept_by == actor.name else "nothing")


def staff_account(actor, target):
    return gate(actor) if actor.standing in {"stranger", "constituent", "ended"} else "open"


def adds_factors(actor, target):
    return gate(actor) or "open"


RULES = {
    "anybody": anybody,
    "staff": staff,
    "at home": at_home,
    "office": office,
    "case": case,
    "work": work,
    "managers": managers,
    "receivers": receivers,
    "managers of the case": managers_of_the_case,
    "administrators": administrators,
    "editors": editors_only,
    "closed": closed,
    "constituents": constituents,
    "own case": own_case,
    "own answers": own_answers,
    "own paper": own_paper,
    "factor": factor,
    "own factor": own_factor,
    "staff account": staff_account,
    "adds factors": adds_factors,
}
