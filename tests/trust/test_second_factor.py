"""B-08: without a second factor used in this session, no page of the back office answers, with any method."""

import pytest

from tests.wall.urls import url_patterns

from . import world
from .matrix import METHODS, Attempt, Visit, answers_to
from .reviewed import row_of
from .targets import NOT_THERE
from .test_matrix import drawn

BACK_OFFICE = ("office/", "editor/")
# All that a password alone opens and a stranger cannot open: the ways to the second factor and out.
WITH_A_PASSWORD = {
    "accounts/logout/": "ends the session",
    "accounts/stay/": "says when the session ends",
    "accounts/2fa/reauthenticate/": "takes the second factor",
    "accounts/2fa/reauthenticate/passkey/": "takes the second factor",
}


def back_office():
    for url_pattern in url_patterns():
        if url_pattern.route.startswith(BACK_OFFICE) and row_of(url_pattern):
            for method in METHODS:
                for target in ("own", NOT_THERE) if url_pattern.arguments else ("own",):
                    yield Attempt(url_pattern, row_of(url_pattern), method, target)


REFUSALS = {
    "password": "factor",
    "reset": "factor",
    "ended": "ended",
    "disabled": "sign-in",
    "anonymous": "sign-in",
}


@pytest.mark.trust
@pytest.mark.parametrize("name", REFUSALS)
def test_back_office_is_refused_without_second_factor(db, name, amount, proof):
    visit = Visit(world.build(), name)
    every = list(back_office())
    attempts = drawn(every, amount(250, len(every)), seed=name)
    failures = [f"{name}: {attempt}" for attempt in attempts if not refused(visit, attempt, REFUSALS[name])]
    proof("B-08", f"{name}: every back-office address and method", tried=len(attempts), failures=failures)


def refused(visit, attempt, how):
    outcome = visit.attempt(attempt)
    return answers_to(how, outcome, attempt) and not visit.leaks(outcome) and not outcome.trespasses


@pytest.mark.slow
def test_back_office_opens_with_second_factor(db):
    """The proof above would be empty if these pages refused everyone."""
    visit = Visit(world.build(), "dev")
    pages = [
        attempt
        for attempt in back_office()
        if attempt.method == "get" and attempt.url_pattern.route.startswith("office/")
    ]
    assert len([attempt for attempt in pages if visit.attempt(attempt).status == 200]) > 10


def test_urls_open_to_a_password_alone_are_listed(db, proof):
    built = world.build()
    visits = Visit(built, "password"), Visit(built, "anonymous")
    opened = set()
    for url_pattern in url_patterns("accounts/"):
        attempt = Attempt(url_pattern, row_of(url_pattern), "get", "own")
        with_password, as_stranger = (visit.attempt(attempt).status for visit in visits)
        if with_password == 200 and as_stranger != 200:
            opened.add(url_pattern.route)
    unknown = [f"{route} opens to a password alone" for route in opened - set(WITH_A_PASSWORD)]
    assert len(WITH_A_PASSWORD) <= 6
    proof("B-08", "URLs that a password alone opens", tried=len(url_patterns("accounts/")), failures=unknown)
