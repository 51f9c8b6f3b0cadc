"""States of the error pages and of the component gallery."""

from unittest.mock import patch

from django.db import OperationalError
from django.test import Client

from cms import page_cache
from tests.a11y.stage import Stage, State


def no_token(stage: Stage):
    stage.client = Client(enforce_csrf_checks=True)


def expired(stage: Stage):
    """Send the next form as one of our own pages would, with an old token."""
    no_token(stage)
    from_our_page(stage)


def from_our_page(stage: Stage):
    stage.client.defaults["HTTP_ORIGIN"] = "http://testserver"


def too_many_tries(stage: Stage):
    for _each in range(6):
        stage.post("/accounts/login/", {"login": "ben@staff.example", "password": "wrong"})


def too_many_codes(stage: Stage):
    for _each in range(6):
        stage.post("/accounts/login/code/", {"email": "ada@london.example"})


def contact_page_in_memory(stage: Stage):
    """Let the cache's version be out of reach once the page is in memory."""
    stage.get("/contact/")

    def lost():
        raise OperationalError("lost on purpose")

    stage.cleanup.enter_context(patch.object(page_cache, "version", lost))


TYPED = "The lift has not worked since May.\n\nMy mother cannot go out."
TOO_MANY_FIELDS = {f"field{number}": "" for number in range(1100)}

STATES = [
    State("no such page", "/no-such-page/", status=404),
    State("no such page of the desk", "/office/no-such-page/", by="ben", status=404),
    State("not allowed", "/office/log/", by="ben", status=403),
    State("broken", "/breaks/", status=500),
    State("database away", "/away/", status=503),
    State("database away: what was typed", "/away/", sends={"body": TYPED, "once": "1"}, status=503),
    State("database away: what was typed at the desk", "/office/away/", by="ben", sends={"body": TYPED}, status=503),
    State("page from memory", "/contact/", before=contact_page_in_memory),
    State("what was sent cannot be read", "/find-your-members/", sends=TOO_MANY_FIELDS, status=400),
    State("no token, or no cookies", "/accounts/login/code/", before=no_token, sends={"a": "b"}, status=403),
    State("expired page: what was typed", "/raise/contact/safety/", before=expired,
          sends={"safety-safe_way": TYPED}, status=403),
    State("signed out: what was typed", "/my-cases/{open}/", before=from_our_page, sends={"body": TYPED},
          status=403),
    State("too many wrong passwords", "/accounts/login/", before=too_many_tries,
          sends={"login": "ben@staff.example", "password": "wrong"}, status=422),
    State("too many codes asked for", "/accounts/login/code/", before=too_many_codes,
          sends={"email": "ada@london.example"}, status=429),
    State("gallery", "/gallery/"),
    State("gallery refused", "/gallery/?errors=1"),
    State("gallery from right to left", "/gallery/?errors=1&lang=ar"),
    State("gallery of the desk", "/gallery/desk/"),
    State("gallery of the desk refused", "/gallery/desk/?errors=1"),
]  # fmt: skip
