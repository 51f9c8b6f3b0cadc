"""Fixtures of the published contact form and a client that fills it in."""

import pytest

from casework.places.models import Borough, OutwardCode, Postcode
from casework.questionnaires import services
from casework.questionnaires.models import Submission
from ops.set_up.form import standard_form
from ops.set_up.reading import london

ANSWERS = {
    "safety": {"safe": "yes"},
    "device": {"shared": "no"},
    "danger": {},
    "about": {"kind": "problem", "nature": "casework"},
    "for-whom": {"for_whom": "me"},
    "topic": {"topic": "transport"},
    "where": {"where": "borough", "where_borough": "E09000025"},
    "member": {"member": "ines-vale"},
    "details": {"subject": "Lift out of order", "what_happened": "The lift has not worked since October."},
    "help": {"would_help": "A date for the repair."},
    "files": {},
    "you": {"name": "Amina Yusuf", "email": "amina@london.example"},
    "language": {"language": "en"},
}


class Hand:
    """A test client that fills in the form's steps, like a browser without scripts."""

    def __init__(self, client):
        self.client = client

    def url(self, step="", **query):
        path = f"/raise/contact/{step}/" if step else "/raise/contact/"
        return path + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")

    def get(self, step="", **query):
        return self.client.get(self.url(step, **query))

    def post(self, step, answers=None, *, query=None, **raw):
        answers = ANSWERS[step] if answers is None else answers
        data = {f"{step}-{name}": value for name, value in answers.items()} | raw
        return self.client.post(self.url(step, **(query or {})), data)

    def fill(self, *, until="check", **changed):
        """Answer every step before `until` in the order the form leads to, and return the last response."""
        answers, step, response = ANSWERS | changed, "safety", None
        while step != until:
            response = self.post(step, answers[step])
            assert response.status_code == 302, response.context["form"].errors
            step = response.url.split("?")[0].strip("/").split("/")[-1]
        return response

    def send(self):
        return self.client.post(self.url("check"))


@pytest.fixture
def definition():
    return standard_form(london().words)


@pytest.fixture
def contact(assembly, definition):
    return services.publish(slug="contact", definition=definition, by=None)


@pytest.fixture
def hand(client, contact):
    return Hand(client)


@pytest.fixture
def submission(hand):
    """Return a function that loads the only submission."""
    return lambda: Submission.objects.get()


@pytest.fixture
def two_postcodes(assembly):
    """Add postcodes to the database: E16 1ZE in Newham, and the outward code M1 outside the area."""
    Postcode.objects.create(code="E161ZE", borough=Borough.objects.get(slug="newham"))
    OutwardCode.objects.create(code="E16", is_ours=True)
    OutwardCode.objects.create(code="M1", is_ours=False)
