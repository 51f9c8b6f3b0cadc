"""Every door that stands open to the public is known here, with the reason. A new one is looked at before it opens.

Doors under office/ and editor/ need no line: `accounts.middleware.Gate` stands before all of them.
"""

import pytest
from django.urls import reverse

from tests.wall.urls import doors

GATED = ("office/", "editor/")
CODE = "asks for an emailed code, counted by address and by sender"
FACTOR = "staff only, asks for the second factor itself"
PUBLIC = "shows public facts only and keeps nothing"
ANSWERS = "reaches the answers of this browser's own submission only"
OWN = "for constituents, starts at raised_by"
REVIEWED = {
    "health/live": "says that the process answers",
    "health/ready": "says that the databases answer",
    "accounts/login/": "password of staff, counted; leads to the second factor",
    "accounts/login/code/": CODE,
    "accounts/login/code/confirm/": CODE,
    "accounts/login/code/again/": CODE,
    "accounts/login/code/known/<str:token>/": "marks a browser whose person read our mail; signs nobody in",
    "accounts/logout/": "ends a session, by POST",
    "accounts/inactive/": "says that an account is closed",
    "accounts/invitation/": "accepts the invitation that the session holds, counted",
    "accounts/invitation/<str:token>/": "takes the token of an invitation into the session",
    "accounts/no-second-factor/": "says how staff get in",
    "accounts/stay/": "says when one's own session ends",
    "accounts/kept/<uuid:uuid>/": "shows what the person signed in sent too late, and nobody else's",
    "accounts/password/change/": FACTOR,
    "accounts/2fa/": FACTOR,
    "accounts/2fa/authenticate/": "takes the second factor after the password, counted",
    "accounts/2fa/reauthenticate/": "staff only, takes the second factor, counted",
    "accounts/2fa/reauthenticate/passkey/": "staff only, takes a passkey",
    "accounts/2fa/app/add/": "staff who have just accepted an invitation or used a factor",
    "accounts/2fa/app/remove/": FACTOR,
    "accounts/2fa/passkey/add/": "staff who have just accepted an invitation or used a factor",
    "accounts/2fa/passkey/<slug:passkey>/remove/": FACTOR,
    "accounts/2fa/recovery-codes/": FACTOR,
    "accounts/2fa/recovery-codes/new/": FACTOR,
    "find-your-members/": PUBLIC,
    "find-your-members/in/<slug:borough>/": PUBLIC,
    "find-your-members/borough/": PUBLIC,
    "find-your-members/no-address/": PUBLIC,
    "find-your-members/outside/": PUBLIC,
    "find-your-members/order/": PUBLIC,
    "raise/<slug:slug>/": ANSWERS,
    "raise/<slug:slug>/later/": ANSWERS,
    "raise/<slug:slug>/sent/": ANSWERS,
    "raise/<slug:slug>/<slug:step>/": ANSWERS,
    "my-cases/": OWN,
    "my-cases/<reference:reference>/": OWN,
    "my-cases/<reference:reference>/files/<uuid:uuid>/": OWN,
    r"((?:[\w\-]+/)*)$": "published pages of the editors, for everybody alike",
}


def test_every_door_outside_the_gate_was_looked_at():
    standing = {door.route for door in doors() if not door.route.startswith(GATED)}
    new, gone = standing - set(REVIEWED), set(REVIEWED) - standing
    assert not new, (
        f"These doors are open to the public and nobody has looked at them: {sorted(new)}. Who may open each, what "
        "counts tries, what does it show? Add it to REVIEWED with the answer, or do not include it in config/urls.py."
    )
    assert not gone, f"These doors are no more: {sorted(gone)}. Take them out of REVIEWED."


@pytest.mark.parametrize(
    "path", ["/_util/login/", "/_util/authenticate_with_password/1/1/", "/accounts/signup/", "/admin/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_sign_in_stands_beside_ours(client, db, path, method):
    assert (
        getattr(client, method)(path, {"username": "ben@staff.example", "password": "x"}).status_code == 404
    )


def test_pages_of_the_editors_are_still_served(client, db):
    assert reverse("wagtail_serve", args=["help/"]) == "/help/"
    assert client.get("/").status_code == 200
