"""B-02: another office's data does not change one byte of what an office and its constituents receive."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from django.test import Client

from backoffice.cases.queue import filters, lists
from casework.cases.models import Topic
from casework.offices.models import Membership, Office
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from ops import heartbeat
from tests import factories
from tests.raise_case.hand import Hand
from tests.trust.crawl import Answer, ask, crawl, differences, urls_with
from tests.trust.declassified import Crossing, unexplained
from tests.trust.filling import SAME_ADDRESS, SAME_SUBJECT, THEIRS, ours, structure, theirs
from tests.trust.fixed import burn_keys, forget_in_process, undone, without_chance

RAISED_BY = [SAME_ADDRESS, "new@london.example"]
# What chance alone wrote into a mail: how often it was asked before depends on what somebody else gets.
DRAWN = re.compile(rb"(?<=\.)[0-9a-f]{16}(?=@)|={10,}\d+==")
UUID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STAFF, CONSTITUENT, NOBODY = ["ben", "dev", "fay"], "bea", "nobody"
EVERYBODY = (*STAFF, CONSTITUENT, NOBODY)

IN_FULL = {"pairs": True, "of_a_kind": 12, "most": 600, "editors": True}
IN_SHORT = {"own": 12, "who": ["ben", "dev", CONSTITUENT, NOBODY], "most": 30}

# What the short form visits. URLs of other offices refuse everyone alike; only the long form tries them.
BUSINESS = {
    **dict.fromkeys(STAFF, lambda path: path.startswith(("/office/", "/accounts/"))),
    CONSTITUENT: lambda path: not path.startswith(("/office/", "/accounts/2fa/")),
    NOBODY: lambda path: not path.startswith(("/office/", "/my-cases/", "/accounts/2fa/")),
}


class Worlds:
    """Builds a world, reads all of it as our people, and undoes it."""

    def __init__(self, monkeypatch, *, cases, own=55, who=EVERYBODY, editors=False, pages=(), **how):
        self.monkeypatch, self.cases, self.own, self.who = monkeypatch, cases, own, who
        self.how = {"of_a_kind": 2, "most": 45} | how
        self.editors, self.pages, self.names_of_theirs = editors, pages, {}

    def look(self, *, rival):
        """Return `{what: Answer}` of a world with the other offices' data created "before" ours, "after" it, or not
        at all (None).
        """
        with without_chance(self.monkeypatch) as (rng, clock), undone():
            if rival == "before":
                burn_keys()
            made = self.part("structure", rng, structure)
            if rival == "before":
                self.others(made, rng, clock)
            mine = self.part("ours", rng, ours, made, clock, self.own)
            if rival == "after":
                self.others(made, rng, clock)
            heartbeat.beat()  # without one the service is not ready
            return self.seen(made, mine, rng)

    def part(self, name, rng, build, *facts):
        rng.begin(name)
        return build(*facts)

    def others(self, made, rng, clock):
        filled = self.part("theirs", rng, theirs, made, clock, self.cases)
        with scoped(ALL):
            self.names_of_theirs = names_of(filled)

    def seen(self, made, mine, rng):
        Client().get("/search/?q=any")  # the first search of a process asks once whether the index is there
        forget_in_process()
        seen = {}
        for name in self.who:
            client, starts = self.browser(made, name, rng), self.pages or self.starts(made, mine, name)
            words = ["Lift", THEIRS, self.names_of_theirs["reference"]]
            for path, answer in crawl(client, rng, starts, words=words, **self.how).items():
                seen[f"{name} get {path}"] = answer
        return seen | self.of_acts(made, mine, rng) if NOBODY in self.who else seen

    def of_acts(self, made, mine, rng):
        seen = {}
        for what, answer in Acts(self, made, mine, rng).done():
            seen[what] = replace(answer, queries=0, body=numbered(answer.body))
        for what, mail in mails(made):
            seen[what] = mail
        return seen

    def browser(self, made, name, rng, purpose="walk"):
        rng.begin(f"{purpose} {name}")
        client = Client(raise_request_exception=False)
        client.who = f"{purpose} {name}"
        if name != NOBODY:
            factories.sign_in(client, getattr(made, name))
        return client

    def starts(self, made, mine, name):
        """Return the start pages and every URL, with our identifiers and with those of the other offices."""
        with scoped(ALL):
            first = mine.cases[0] if name in STAFF else made.bea.constituents.first().cases.first()
            known = names_of([mine]) | {
                "reference": first.reference,
                "uuid": first.files.first().uuid,
                "message": first.messages.last().uuid,
            }
        foreign = self.names_of_theirs
        mixed = [
            f"/office/cases/{known['reference']}/files/{foreign['uuid']}/",
            f"/my-cases/{known['reference']}/files/{foreign['uuid']}/",
            f"/office/cases/?after={foreign['reference']}",
            f"/office/cases/?after={foreign['reference']}~~2026-01-01T00:00:00Z",
            f"/office/cases/?owner={foreign['owner']}&q={SAME_SUBJECT}",
            f"/office/cases/?member={foreign['member']}&topic={foreign['topic']}",
        ]
        starts = ["/", *urls_with(known, editors=self.editors), *urls_with(foreign), *mixed]
        return [path for path in starts if self.editors or BUSINESS[name](path)]


def names_of(filled):
    """Return the identifiers in the URLs and fields of an office."""
    one = filled[0]
    case = one.cases[0]
    return {
        "reference": case.reference,
        "uuid": case.files.first().uuid,
        "message": case.messages.last().uuid,
        "membership": one.office.memberships.first().uuid,
        "office": one.office.slug,
        "slug": "contact",
        "step": "safety",
        "borough": "newham",
        "token": "A" * 43,
        "owner": one.workers[0].uuid,
        "member": one.member.slug,
        "topic": one.topics[1].slug,
    }


class Acts:
    """Acts of our people and their answers. Each act follows from the one before, so the order is fixed."""

    def __init__(self, worlds, made, mine, rng):
        self.made, self.rng = made, rng
        self.clients = {
            name: worlds.browser(made, name, rng, "act") for name in ("ben", "dev", "bea", NOBODY)
        }
        with scoped(ALL):
            self.case, self.other, self.closed = mine.cases[1], mine.cases[2], mine.cases[5]
            self.of_bea = mine.cases[3]
            self.of_gus, self.of_ben = (
                Membership.objects.get(user=user, office=made.office).uuid for user in (made.gus, made.ben)
            )

    def done(self):
        for name, path, data in self.plan():
            answer = self.ask(name, path, data)
            yield f"{name} post {path} {data.get('email', '')}", answer
            if where := dict(answer.headers).get("Location"):
                said = ask(self.clients[name], self.rng, where, after=f"{path} {data}")
                yield f"{name} post {path} {data.get('email', '')}, then", said
        for email in RAISED_BY:
            yield from self.raised(email)

    def ask(self, name, path, data):
        return ask(self.clients[name], self.rng, path, method="post", data=data)

    def plan(self):
        case, once = f"/office/cases/{self.case.reference}", "0e4a3c50-0000-4000-8000-00000000000"
        yield "ben", f"{case}/assign-to-me/", {"list": "?view=open"}
        yield "ben", f"{case}/assign/", {"owner": self.of_ben}
        yield "ben", f"{case}/note/", {"once": f"{once}1", "body": "Call them."}
        with scoped(ALL):
            self.case.refresh_from_db()
        reply = {
            "once": f"{once}2",
            "seen": self.case.version,
            "body": "Dear you",
            "turn": "office",
            "reason": "So agreed",
        }
        yield "ben", f"{case}/reply/", reply
        yield "ben", f"{case}/turn/", {"turn": "third-party", "waiting_on": "The operator"}
        yield "ben", f"{case}/close/", {"outcome": "Done"}
        yield "ben", f"/office/cases/{self.closed.reference}/reopen/", {}
        yield "bea", f"/my-cases/{self.of_bea.reference}/", {"once": f"{once}3", "body": "Any news?"}
        for email in (
            "new@staff.example",
            "cat@staff.example",
            "pat@conservative.example",
            "ada@london.example",
        ):
            yield "dev", "/office/team/invite/", self.invitation(email)
        yield "dev", f"/office/team/{self.of_gus}/recover/", {}
        yield "dev", f"/office/team/{self.of_gus}/end/", {}
        yield NOBODY, "/accounts/login/code/", {"email": "ada@london.example"}
        yield NOBODY, "/accounts/login/", {"login": "cat@staff.example", "password": "wrong"}

    def invitation(self, email):
        return {"email": email, "name": "Somebody", "office": self.made.office.slug, "role": "caseworker"}

    def raised(self, email):
        """Raise a case in a browser without an account, and return what the last page says."""
        hand = Hand(Client(raise_request_exception=False))
        hand.client.who = f"raiser {email}"
        self.rng.begin(f"raise {email}")
        hand.fill(you={"name": "Zed", "email": email})
        yield f"raised by {email}: sent", ask(hand.client, self.rng, "/raise/contact/check/", method="post")
        yield f"raised by {email}: told", ask(hand.client, self.rng, "/raise/contact/sent/")


def mails(made):
    """Return all mail to our office's people, to our constituent, and to people who raised a case with us."""
    people = [made.ben.email, made.dev.email, made.fay.email, made.bea.email, *RAISED_BY]
    counted = Counter()
    with scoped(ALL):
        for row in OutboxMessage.objects.order_by("pk"):
            ours = people if row.office_id in {made.office.pk, None} else people[:4]
            for to in set(ours) & set(row.recipients):
                counted[to] += 1
                yield f"mail to {to} ({counted[to]})", Mail(DRAWN.sub(b"drawn", row.raw))


def numbered(body):
    """Replace random values by the order in which they are shown: each depends on those before it and reveals nothing
    by itself.
    """
    order = {}
    return UUID.sub(lambda found: b"drawn-%d" % order.setdefault(found.group(), len(order)), body)


class Mail(bytes):
    def differs_from(self, other):
        return "" if self == other else f"{bytes(self)[:300]!r} and {bytes(other)[:300]!r}"


def compared(worlds, orders=("before",)):
    """Return (answers compared, differences) of the worlds with the other offices' data and the one without."""
    full = [worlds.look(rival=rival) for rival in orders]
    alone = worlds.look(rival=None)
    lines = [line for each in full for line in differences(alone, each)]
    return sum(map(len, full)), lines + list(useless(alone))


def useless(seen):
    """Return broken pages and refused acts, whose comparison shows nothing."""
    for what, answer in seen.items():
        refused = " post " in what and answer.status >= 400 and not what.startswith(NOBODY)
        if isinstance(answer, Answer) and (answer.status >= 500 or refused):
            yield f"{what}: answered {answer.status}"


@pytest.mark.trust
def test_data_of_other_offices_changes_no_response(db, monkeypatch, amount, proof, request):
    full = request.config.getoption("--full")
    how = IN_FULL if full else IN_SHORT
    if not full:
        monkeypatch.setattr(lists, "PAGE_SIZE", 5)
    worlds = Worlds(monkeypatch, cases=amount(30, 5000), **how)
    tried, lines = compared(worlds, ["before", "after"] if full else ["before"])
    proof(
        "B-02",
        "answers to one office, with and without the others' data",
        tried=tried,
        failures=unexplained(lines),
    )


# --- The proof can fail: each fault below is a way in which others' work shows, and is seen --------------------------


def leaks_on(page, monkeypatch):
    monkeypatch.setattr(lists, "PAGE_SIZE", 5)
    worlds = Worlds(monkeypatch, cases=14, own=12, most=1, who=["ben"], pages=[page])
    _tried, lines = compared(worlds)
    return unexplained(lines)


@pytest.mark.trust
def test_count_that_bypasses_the_wall_is_detected(db, monkeypatch):
    monkeypatch.setattr(filters, "topics_of", lambda user: Topic.objects.values_list("slug", "name"))
    assert any("/office/cases/: body at byte" in line for line in leaks_on("/office/cases/", monkeypatch))


@pytest.mark.trust
def test_integer_key_on_a_page_is_detected(db, monkeypatch):
    monkeypatch.setattr(Office, "__str__", lambda office: f"{office.name} {office.pk}")
    assert any("/office/team/: body at byte" in line for line in leaks_on("/office/team/", monkeypatch))


def test_unused_declassification_is_detected():
    crossing = Crossing(where="^nowhere", reason="none")
    assert unexplained([], [crossing]) == ["declassified.py names what does not cross: ^nowhere"]
