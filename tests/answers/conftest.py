"""Fixtures of people who wait for an answer, and of the office that gives it."""

import re
import uuid

import pytest
from django.test import Client

from casework.cases.models import Case
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.tasks.contact_task import follow_alerts
from casework.cases.turns import Turn
from casework.wall.scope import ALL, scoped
from tests.codes import code_of

ADDRESS = "amina@london.example"
REPLY = "The lift is mended on Monday."
LINK = re.compile(r"/my-cases/did-you-contact-us/[0-9a-f-]+/")


class Office:
    """The office of Ines Vale, as far as a constituent notices it: it replies, closes, and its worker runs."""

    def __init__(self, staff, sent_mail):
        self.staff, self.sent_mail = staff, sent_mail

    def case(self) -> Case:
        with scoped(ALL):
            return Case.objects.select_related("constituent", "office").latest("pk")

    def reply(self, body=REPLY):
        with scoped(ALL):
            return reply_to_constituent(
                case=self.case(), body=body, by=self.staff, turn=Turn.OFFICE, once=uuid.uuid4()
            )

    def close(self, outcome="The lift was mended."):
        with scoped(ALL):
            return close_case(case=self.case(), outcome=outcome, by=self.staff)

    def mails(self):
        """Let the worker run, and return the subjects and recipients of every mail so far."""
        mails = self.sent_mail()
        follow_alerts()
        return [(mail["To"], mail["Subject"]) for mail in mails]

    def text_of_last(self):
        return self.sent_mail()[-1].get_body(("plain",)).get_content()

    def tasks(self):
        with scoped(ALL):
            return [task.why for task in self.case().contact_tasks.open()]


@pytest.fixture
def labour(ben, sent_mail):
    return Office(ben, sent_mail)


@pytest.fixture
def stranger():
    """Return another browser, which holds no session."""
    return Client()


def question_in(text):
    """Return the address of "Did you contact us?" in a mail."""
    return LINK.search(text)[0]


def sign_in_with_code(client, email, labour, *, asked=False):
    """Sign in as whoever reads mail at this address."""
    if not asked:
        client.post("/accounts/login/code/", {"email": email})
    code = code_of(labour.text_of_last())
    return client.post("/accounts/login/code/confirm/", {"code": code})
