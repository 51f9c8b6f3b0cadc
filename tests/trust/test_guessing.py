"""B-10: a reference, a key or a token that was guessed tells nothing."""

import random
import secrets
from itertools import cycle, islice
from uuid import UUID

import pytest
from django.shortcuts import get_object_or_404
from django.test import Client

from accounts.services import invitation_link
from casework.cases.models import Case, CaseFile, Message
from casework.cases.references import ALPHABET, LENGTH, _check_character
from casework.offices.models import Membership
from casework.scope import ALL, scoped
from tests import factories
from tests.trust.filling import ours, structure, theirs
from tests.trust.fixed import rows_put_back, undone, without_chance

HERE = "GUESSED"
guesser = random.Random("guesses")  # draws for itself: the dice of the service begin anew with each guess


@pytest.fixture
def stage(db, monkeypatch):
    """Cases of three offices; a rival's caseworker, another constituent and a stranger who guess."""
    with without_chance(monkeypatch) as (dice, clock), undone():
        dice.begin("stage")
        made = structure()
        ours(made, clock, 12)
        theirs(made, clock, 14)
        with scoped(ALL):
            yield Stage(made, dice)


class Stage:
    def __init__(self, made, dice):
        self.made, self.dice = made, dice
        self.clients = {
            "cat": self.browser(made.cat),
            "bea": self.browser(made.bea),
            "nobody": self.browser(),
        }
        office = Case.objects.filter(office=made.office)
        others = office.exclude(constituent__account=made.bea)
        self.own = Case.objects.filter(office=made.rival).first().reference  # of the rival who guesses
        self.of_bea = Case.objects.filter(constituent__account=made.bea).first().reference
        self.real = {
            "reference": list(others.values_list("reference", flat=True)),
            "file": list(CaseFile.objects.filter(case__in=others).values_list("uuid", flat=True)),
            "message": list(Message.objects.filter(case__in=office).values_list("uuid", flat=True)),
            "membership": list(Membership.objects.filter(office=made.office).values_list("uuid", flat=True)),
            "kept": list(made.dev.kept_forms.values_list("uuid", flat=True)),
            "token": [invitation_link(user=made.fay, by=None).rsplit("/", 2)[1]],
        }

    def browser(self, user=None):
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        if user and user.is_staff:
            factories.use_second_factor(client, user)
        return client

    def doors(self):
        """(who guesses, an address with a gap, what goes into the gap)."""
        return [
            ("bea", f"/my-cases/{HERE}/", "reference"),
            ("cat", f"/office/cases/{HERE}/", "reference"),
            ("cat", f"/office/cases/{HERE}/answers/", "reference"),
            ("cat", f"/office/cases/{HERE}/note/", "reference"),
            ("cat", f"/office/cases/?after={HERE}~~2026-01-01T00:00:00Z", "reference"),
            ("cat", f"/office/cases/?q={HERE}", "reference"),
            ("bea", f"/my-cases/{self.of_bea}/files/{HERE}/", "file"),
            ("cat", f"/office/cases/{self.own}/files/{HERE}/", "file"),
            ("cat", f"/office/cases/{self.own}/messages/{HERE}/alert-again/", "message"),
            ("cat", f"/office/team/{HERE}/end/", "membership"),
            ("cat", f"/accounts/kept/{HERE}/", "kept"),
            ("bea", f"/accounts/kept/{HERE}/", "kept"),
            ("nobody", f"/my-cases/{HERE}/", "reference"),
            ("nobody", f"/accounts/invitation/{HERE}/", "token"),
        ]

    def guess(self, who, door, value):
        """The answer without what was guessed, always from the same state and under the same dice."""
        self.dice.begin(door)
        client = self.clients[who]
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        with rows_put_back():
            response = client.get(door.replace(HERE, str(value)))
            body = response.getvalue().replace(str(value).encode(), HERE.encode())
        headers = tuple(sorted((n, v.replace(str(value), HERE)) for n, v in response.items()))
        if {name: morsel.value for name, morsel in client.cookies.items()} != kept:
            client.cookies.clear()
            client.cookies.load(kept)
        return response.status_code, headers, body


def guesses(kind, real):
    """Guesses without end: what is there, its neighbours, and what could be there."""
    for one in cycle(real):
        yield one
        yield from neighbours(str(one), kind)
        yield could_be(kind)


def could_be(kind):
    """Something of the right form: references have the right check character."""
    if kind == "reference":
        return with_check("LA", "".join(guesser.choice(ALPHABET) for _n in range(LENGTH)))
    return (
        guesser.randbytes(32).hex()[:43] if kind == "token" else UUID(int=guesser.getrandbits(128), version=4)
    )


def with_check(prefix, body):
    characters = body + _check_character(body)
    return f"{prefix}-{characters[:4]}-{characters[4:]}"


def neighbours(one, kind):
    """References one character away, with the check character that belongs to them; keys with one digit changed."""
    if kind == "reference":
        prefix, *parts = one.split("-")
        body = "".join(parts)[:LENGTH]
        place, letter = guesser.randrange(LENGTH), guesser.choice(ALPHABET)
        for near in {body[:place] + letter + body[place + 1 :], body[1:] + body[0]} - {body}:
            yield with_check(prefix, near)
    elif kind != "token":
        yield one[:-1] + ("0" if one[-1] != "0" else "1")


def disclosures(stage, most):
    """(how many were guessed, a line for each answer that differs from the one to what is not there)."""
    doors = stage.doors()
    nothing = {(who, door): stage.guess(who, door, absent(kind)) for who, door, kind in doors}
    sources = [(who, door, guesses(kind, stage.real[kind])) for who, door, kind in doors]
    lines = []
    for who, door, source in islice(cycle(sources), most):
        value = next(source)
        if (answer := stage.guess(who, door, value)) != nothing[who, door]:
            lines.append(f"{who} {door} {value}: {answer[0]}, not {nothing[who, door][0]}")
    return most, lines


def absent(kind):
    return {"reference": "LA-2222-2222", "token": "A" * 43}.get(kind, "00000000-0000-4000-8000-000000000000")


def test_a_guess_tells_nothing(stage, amount, proof):
    tried, lines = disclosures(stage, amount(250, 100_000))
    proof("B-10", "guesses of references, keys and tokens", tried=tried, failures=lines)


def test_a_page_that_knows_a_guess_is_found(stage, monkeypatch):
    def whoever_asks(user, reference):
        with scoped(ALL):
            return get_object_or_404(Case.objects.for_list(), reference=reference)

    monkeypatch.setattr("backoffice.access.staff_case", whoever_asks)
    _tried, lines = disclosures(stage, 60)
    assert any("/office/cases/" in line for line in lines)


def test_an_invitation_is_opened_by_its_own_token_alone(stage, amount, proof):
    """The token goes through the session, so the door answers every token alike; the page behind it decides."""
    tried, opened = amount(40, 2000), []
    for _n in range(tried):
        token = secrets.token_urlsafe(32)
        stage.clients["nobody"].get(f"/accounts/invitation/{token}/")
        if stage.clients["nobody"].get("/accounts/invitation/").status_code != 410:
            opened.append(token)
    real = stage.real["token"][0]
    stage.clients["nobody"].get(f"/accounts/invitation/{real}/")
    assert stage.clients["nobody"].get("/accounts/invitation/").status_code == 200
    proof("B-10", "tokens of invitations", tried=tried, failures=opened)
