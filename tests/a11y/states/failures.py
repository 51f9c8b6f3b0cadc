"""When something went wrong, and every component once."""

from django.test import Client

from tests.a11y.stage import Stage, State


def no_token(stage: Stage):
    stage.client = Client(enforce_csrf_checks=True)


def too_many_tries(stage: Stage):
    for _each in range(6):
        stage.post("/accounts/login/", {"login": "ben@staff.example", "password": "wrong"})


def too_many_codes(stage: Stage):
    for _each in range(6):
        stage.post("/accounts/login/code/", {"email": "ada@london.example"})


TOO_MANY_FIELDS = {f"field{number}": "" for number in range(1100)}

STATES = [
    State("no such page", "/no-such-page/", status=404),
    State("no such page of the desk", "/office/no-such-page/", by="ben", status=404),
    State("not allowed", "/office/log/", by="ben", status=403),
    State("broken", "/breaks/", status=500),
    State("what was sent cannot be read", "/find-your-members/", sends=TOO_MANY_FIELDS, status=400),
    State("no token, or no cookies", "/accounts/login/code/", before=no_token, sends={"a": "b"}, status=403),
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
