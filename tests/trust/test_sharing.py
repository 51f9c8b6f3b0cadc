"""Threat 5: a case goes to another office only if its own office offers it and the other one accepts.

Random walks try the steps of every actor on the pages and compare the result with a small model of the rules. On
PostgreSQL every change to the row itself is also tried in the scope of every actor.
"""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Note, Share, Transfer
from casework.cases.models.sharing import share as sharing
from casework.cases.scope import scope_of
from casework.cases.services.sharing.share import accept_share, decline_share, end_share
from casework.cases.services.sharing.transfer import take_back_transfer
from casework.offices import visibility
from casework.offices.visibility import TenantQuerySet, reach_shared
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, transfer_offered

CANARY = "canary-5c41ab"
OWNER, RECEIVER = {"ben", "dev"}, {"eve"}
READERS = {"fay", "gus"}
ACTORS = ["ben", "dev", "fay", "eve", "gus", "cat", "ada"]

# What each step needs and leaves: (who, before, after). Whatever is not here changes nothing.
STEPS = {
    "offer": (OWNER, {"none"}, "offered"),
    "accept": (RECEIVER, {"offered"}, "accepted"),
    "decline": (RECEIVER, {"offered"}, "none"),
    "end": (OWNER, {"offered", "accepted"}, "none"),
    "show": (OWNER, {"offered", "accepted"}, None),
}


def expected(state, who, step):
    may, before, after = STEPS[step]
    return after if after and who in may and state in before else state


@pytest.fixture
def people(assembly):
    return {name: getattr(assembly, name) for name in ACTORS if hasattr(assembly, name)} | {
        "gus": factories.staff("Gus", office=assembly.sister, role="read-only")
    }


@pytest.fixture
def desks(people, sign_in):
    return {name: sign_in(person, on=Client()) for name, person in people.items()}


@pytest.fixture
def secret(assembly):
    case = factories.case(
        office=assembly.office, raised_by=assembly.ada, subject=f"{CANARY} subject", body=f"{CANARY} body"
    )
    factories.note(case, body=f"{CANARY} note")
    return case


@pytest.fixture
def querysets_cut(monkeypatch):

    def unfiltered(queryset, user, *, at=None):
        reach_shared(user)  # row-level security shows what is shared, too
        return queryset

    for rule in ("visible_to", "in_offices_of", "raised_by"):
        monkeypatch.setattr(TenantQuerySet, rule, unfiltered)


def parts(when, name):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def take(desk, case, step):
    """Try a step on the pages as this person."""
    today = timezone.localdate()
    with scoped(ALL):
        last = Share.objects.filter(case=case).order_by("-pk").first()
        note = Note.objects.get(case=case)
    answer = reverse("backoffice:share_answer", args=[last.uuid]) if last else "/office/shared/reading/none/"
    name, arguments, data = {
        "offer": (
            "share",
            [],
            {"to_office": "labour-south", "purpose": "You know them", "agreed_how": "phone"}
            | parts(today, "agreed_on")
            | parts(today + timedelta(days=9), "last_day"),
        ),
        "end": ("share_end", [], {"ending": "revoked"}),
        "show": ("share_note", [note.uuid], {"do": "show", "share": last.uuid if last else ""}),
    }.get(step, ("", [], {"answer": step}))
    address = reverse(f"backoffice:{name}", args=[case.reference, *arguments]) if name else answer
    return desk.post(address, data)


def state_of(case):
    with scoped(ALL):
        share = Share.objects.filter(case=case, ended_at=None).first()
    return "none" if share is None else "accepted" if share.accepted_at else "offered"


def reads(desk, case):
    return CANARY in desk.get(reverse("backoffice:case_detail", args=[case.reference])).text


def walk(desks, case, steps, seed):
    """Return what a walk of this many steps found wrong, a line each."""
    rng, state = random.Random(seed), state_of(case)
    for number in range(steps):
        who, step = rng.choice(ACTORS), rng.choice(list(STEPS))
        response = take(desks[who], case, step)
        state, before = expected(state, who, step), state
        line = f"seed {seed}, step {number}: {who} tried {step} in {before}"
        if response.status_code >= 500 or state_of(case) != state:
            yield f"{line}: {response.status_code}, {state_of(case)} instead of {state}"
            return
        if who not in OWNER | {"fay"} and CANARY in response.text:
            yield f"{line}: the answer tells of the case"
        for guest in ("eve", "gus"):
            if reads(desks[guest], case) != (state == "accepted"):
                yield f"{line}: {guest} {'does not read' if state == 'accepted' else 'reads'} it in {state}"
        if reads(desks["cat"], case):
            yield f"{line}: cat reads it"


def test_share_requires_offer_and_acceptance_on_random_walks(desks, secret, proof, amount):
    tried, seed = amount(40, 2000), random.randrange(10**9)
    proof("threat 5", "steps to share a case", tried=tried, failures=list(walk(desks, secret, tried, seed)))


@pytest.mark.postgresql
def test_share_requires_offer_and_acceptance_without_querysets(desks, secret, proof, amount, querysets_cut):
    tried, seed = amount(30, 1000), random.randrange(10**9)
    what = "the same with row-level security alone"
    proof("threat 5", what, tried=tried, failures=list(walk(desks, secret, tried, seed)))


def test_share_effective_before_acceptance_is_detected(desks, secret, monkeypatch):
    """The proof must be able to fail: here an offer alone opens the case."""

    def too_early(*, at):
        return {"ended_at": None, "until__gt": at}

    monkeypatch.setattr(visibility, "in_force", too_early)
    monkeypatch.setattr(sharing, "in_force", too_early)
    take(desks["ben"], secret, "offer")
    assert reads(desks["eve"], secret)
    assert any("reads it in offered" in line for line in walk(desks, secret, 40, seed=1))


def now():
    return timezone.now()


CHANGES = {
    "accept": lambda people: {"accepted_at": now(), "accepted_by": people["eve"]},
    "decline": lambda people: {"ended_at": now(), "ending": "declined"},
    "end": lambda people: {"ended_at": now(), "ending": "revoked"},
    "take the yes back": lambda people: {"accepted_at": None},
    "begin anew": lambda people: {"ended_at": None, "ending": ""},
    "turn to another case": lambda people: {"case": people["other"]},
    "turn to another office": lambda people: {"to_office": people["cat"].memberships.get().office},
    "make it theirs": lambda people: {"office": people["cat"].memberships.get().office},
    "change what was asked": lambda people: {"purpose": "Something else"},
    "change what was agreed": lambda people: {"agreed_how": "form"},
}
# For a share also its last day; for a transfer what goes along.
MORE = {
    Share: {"stretch it": lambda people: {"until": now() + timedelta(days=99)}},
    Transfer: {"send more along": lambda people: {"parts": {"notes": ["all"]}}},
}
ALLOWED = {
    ("accept", "offered", "eve"), ("decline", "offered", "eve"), ("end", "offered", "ben"),
    ("end", "accepted", "ben"),
}  # fmt: skip


def set_up(model, state, assembly):
    """Return an offer in this state, made by the services."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    if model is Transfer:
        offer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
        if state == "ended":
            with scoped(ALL):
                take_back_transfer(transfer=offer, ending="revoked", by=assembly.ben)
                offer.refresh_from_db()
        return offer
    offer = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        if state == "accepted":
            accept_share(share=offer, by=assembly.eve)
        elif state == "declined":
            decline_share(share=offer, by=assembly.eve)
        elif state == "ended":
            end_share(share=offer, ending="revoked", by=assembly.ben)
        offer.refresh_from_db()
    return offer


def changed(offer, change, scope):
    """Return whether the database lets this scope change the row, and undo it."""
    new = {"new_reference": "LA-2222-2222"} if "accepted_at" in change and hasattr(offer, "parts") else {}
    try:
        with transaction.atomic(), scoped(scope):
            taken = type(offer).objects.filter(pk=offer.pk).update(**change | new)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return bool(taken)


def row_changes(assembly, people, *, scope_for):
    """Return (number of changes tried, those that went through or failed against the table)."""
    tried, wrong = 0, []
    begun = [(Share, state) for state in ("offered", "accepted", "declined", "ended")]
    for model, state in [*begun, (Transfer, "offered"), (Transfer, "ended")]:
        offer = set_up(model, state, assembly)
        for name, new in (CHANGES | MORE[model]).items():
            change = new(people)
            with scoped(ALL):
                if all(getattr(offer, field) == value for field, value in change.items()):
                    continue  # it is so already
            for who in ("ben", "eve", "cat", "ada"):
                tried += 1
                done = changed(offer, change, scope_for(people[who]))
                if done != ((name, state, who) in ALLOWED):
                    wrong.append(f"{model.__name__} {state}: {who}: {name}: {'done' if done else 'refused'}")
    return tried, wrong


@pytest.fixture
def all_people(assembly, people):
    return people | {"other": factories.case(office=assembly.office)}


@pytest.mark.postgresql
def test_database_refuses_every_other_share_change(assembly, all_people, proof):
    tried, wrong = row_changes(assembly, all_people, scope_for=scope_of)
    proof("threat 5", "changes to offer, tried in the scope of each actor", tried=tried, failures=wrong)


@pytest.mark.postgresql
def test_overly_wide_scope_is_detected(assembly, all_people):
    """The proof would be empty if the database refused everything."""
    _tried, wrong = row_changes(assembly, all_people, scope_for=lambda _person: ALL)
    assert any("cat: accept: done" in line for line in wrong)


@pytest.mark.postgresql
@pytest.mark.parametrize("who", ["eve", "cat", "ada"])
@pytest.mark.parametrize("model", [Share, Transfer])
def test_share_offer_for_foreign_case_is_refused(assembly, people, secret, who, model):
    """Under their own name or under the owner's, before and after the case is shared with them."""
    with scoped(ALL):
        accept_share(share=offered(secret, to=assembly.sister, by=assembly.ben), by=assembly.eve)
    facts = {"until": now() + timedelta(days=9)} if model is Share else {}
    for office in (assembly.office, assembly.sister, assembly.rival):
        to = assembly.rival if office != assembly.rival else assembly.sister
        with pytest.raises(DatabaseError), transaction.atomic(), scoped(scope_of(people[who])):
            model.objects.create(
                office=office, to_office=to, case_id=secret.pk, agreed_on=timezone.localdate(), **facts
            )


@pytest.mark.postgresql
def test_guest_office_cannot_write_on_shared_case(assembly, people, secret):
    with scoped(ALL):
        accept_share(share=offered(secret, to=assembly.sister, by=assembly.ben), by=assembly.eve)
    with scoped(scope_of(assembly.eve)):
        assert Case.objects.filter(pk=secret.pk).exists()
        assert Case.objects.filter(pk=secret.pk).update(subject="Theirs") == 0
    for office in (assembly.office, assembly.sister):
        with pytest.raises(DatabaseError), transaction.atomic(), scoped(scope_of(assembly.eve)):
            Note.objects.create(office=office, case_id=secret.pk, body="hung on")
