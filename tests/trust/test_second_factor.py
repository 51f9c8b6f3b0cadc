"""B-08: without a second factor used in this session, not one page of the back office, in no method."""

import pytest

from . import world
from .doors import doors, row_of
from .matrix import METHODS, Knock, Visit, answers_to
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
    for door in doors():
        if door.route.startswith(BACK_OFFICE) and row_of(door):
            for method in METHODS:
                for target in ("own", NOT_THERE) if door.arguments else ("own",):
                    yield Knock(door, row_of(door), method, target)


REFUSALS = {
    "password": "factor",
    "reset": "factor",
    "ended": "ended",
    "disabled": "sign-in",
    "anonymous": "sign-in",
}


@pytest.mark.parametrize("name", REFUSALS)
def test_the_back_office_is_shut_without_a_second_factor(db, name, amount, proof):
    visit = Visit(world.build(), name)
    every = list(back_office())
    knocks = drawn(every, amount(250, len(every)), seed=name)
    failures = [f"{name}: {knock}" for knock in knocks if not refused(visit, knock, REFUSALS[name])]
    proof("B-08", f"{name}: every back-office address and method", tried=len(knocks), failures=failures)


def refused(visit, knock, how):
    came = visit.knock(knock)
    return answers_to(how, came, knock) and not visit.leaks(came) and not came.trespasses


def test_with_the_second_factor_the_same_pages_open(db):
    """The proof above would show nothing if these were refused to everybody."""
    visit = Visit(world.build(), "dev")
    pages = [
        knock for knock in back_office() if knock.method == "get" and knock.door.route.startswith("office/")
    ]
    assert len([knock for knock in pages if visit.knock(knock).status == 200]) > 10


def test_what_a_password_alone_opens_is_written_out(db, proof):
    built = world.build()
    visits = Visit(built, "password"), Visit(built, "anonymous")
    opened = set()
    for door in doors("accounts/"):
        knock = Knock(door, row_of(door), "get", "own")
        with_password, as_stranger = (visit.knock(knock).status for visit in visits)
        if with_password == 200 and as_stranger != 200:
            opened.add(door.route)
    unknown = [f"{route} opens to a password alone" for route in opened - set(WITH_A_PASSWORD)]
    assert len(WITH_A_PASSWORD) <= 6
    proof("B-08", "doors that a password alone opens", tried=len(doors("accounts/")), failures=unknown)
