"""B-10: a guessed reference, key or token reveals nothing."""

import random
import secrets
from itertools import cycle, islice
from uuid import UUID

import pytest
from django.shortcuts import get_object_or_404
from django.test import Client

from casework.cases.models import Case, CaseFile, Message
from casework.cases.references import ALPHABET, LENGTH, _check_character
from casework.offices.access.invitations import invite_administrator
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.trust.filling import ours, structure, theirs
from tests.trust.fixed import rows_put_back, undone, without_chance

HERE = "GUESSED"
guesser = random.Random(
    "guesses"
)  # draws for itself: the service's random numbers are seeded again for each guess


@pytest.fixture
def stage(db, monkeypatch):
    """Return cases of three offices; a caseworker of the other group, another constituent and a stranger who guess."""
    with without_chance(monkeypatch) as (rng, clock), undone():
        rng.begin("stage")
        made = structure()
        ours(made, clock, 12)
        theirs(made, clock, 14)
        with scoped(ALL):
            yield Stage(made, rng)


class Stage:
    def __init__(self, made, rng):
        self.made, self.rng = made, rng
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
            "kept": list(made.dev.unsent_texts.values_list("uuid", flat=True)),
            "token": [invite_administrator(email="gil@work.example", name="")],
        }

    def browser(self, user=None):
        client = Client(raise_request_exception=False)
        if user:
            factories.sign_in(client, user)
        return client

    def paths(self):
        """Return (who guesses, a URL with a gap, what goes into the gap)."""
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
            ("cat", f"/accounts/unsent/{HERE}/", "kept"),
            ("bea", f"/accounts/unsent/{HERE}/", "kept"),
            ("nobody", f"/my-cases/{HERE}/", "reference"),
            ("nobody", f"/accounts/invitation/{HERE}/", "token"),
        ]

    def guess(self, who, path, value):
        """Return the answer without the guess, always from the same state and seed."""
        self.rng.begin(path)
        client = self.clients[who]
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        with rows_put_back():
            response = client.get(path.replace(HERE, str(value)))
            body = response.getvalue().replace(str(value).encode(), HERE.encode())
        headers = tuple(sorted((n, v.replace(str(value), HERE)) for n, v in response.items()))
        if {name: morsel.value for name, morsel in client.cookies.items()} != kept:
            client.cookies.clear()
            client.cookies.load(kept)
        return response.status_code, headers, body


def guesses(kind, real):
    """Yield guesses without end: existing values, their neighbours, and valid ones."""
    for one in cycle(real):
        yield one
        yield from neighbours(str(one), kind)
        yield could_be(kind)


def could_be(kind):
    """Return a value of the right form: references have the right check character."""
    if kind == "reference":
        return with_check("LA", "".join(guesser.choice(ALPHABET) for _n in range(LENGTH)))
    return (
        guesser.randbytes(32).hex()[:43] if kind == "token" else UUID(int=guesser.getrandbits(128), version=4)
    )


def with_check(prefix, body):
    characters = body + _check_character(body)
    return f"{prefix}-{characters[:4]}-{characters[4:]}"


def neighbours(one, kind):
    """Yield references one character away, with the right check character, and keys with one digit changed."""
    if kind == "reference":
        prefix, *parts = one.split("-")
        body = "".join(parts)[:LENGTH]
        place, letter = guesser.randrange(LENGTH), guesser.choice(ALPHABET)
        for near in {body[:place] + letter + body[place + 1 :], body[1:] + body[0]} - {body}:
            yield with_check(prefix, near)
    elif kind != "token":
        yield one[:-1] + ("0" if one[-1] != "0" else "1")


def disclosures(stage, most):
    """Return (number of guesses, a line for each answer that differs from the answer to a missing object)."""
    paths = stage.paths()
    nothing = {(who, path): stage.guess(who, path, absent(kind)) for who, path, kind in paths}
    sources = [(who, path, guesses(kind, stage.real[kind])) for who, path, kind in paths]
    lines = []
    for who, path, source in islice(cycle(sources), most):
        value = next(source)
        if (answer := stage.guess(who, path, value)) != nothing[who, path]:
            lines.append(f"{who} {path} {value}: {answer[0]}, not {nothing[who, path][0]}")
    return most, lines


def absent(kind):
    return {"reference": "LA-2222-2222", "token": "A" * 43}.get(kind, "00000000-0000-4000-8000-000000000000")


def test_guessed_identifier_discloses_nothing(stage, amount, proof):
    tried, lines = disclosures(stage, amount(250, 100_000))
    proof("B-10", "guesses of references, keys and tokens", tried=tried, failures=lines)


@pytest.mark.slow
def test_page_that_discloses_a_guess_is_detected(stage, monkeypatch):
    def whoever_asks(user, reference, **_shown):
        with scoped(ALL):
            return get_object_or_404(Case.objects.for_list(), reference=reference)

    monkeypatch.setattr("backoffice.access.staff_case", whoever_asks)
    _tried, lines = disclosures(stage, 60)
    assert any("/office/cases/" in line for line in lines)


def test_invitation_opens_only_with_its_own_token(stage, amount, proof):
    """The link stores the token in the session and answers every token alike; only the next page checks it."""
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
