"""An office whose replies need sign-off, and a reply that waits for it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.offices.models import Office

from .pages import BODY, address, hidden, latest


@pytest.fixture(autouse=True)
def office_with_sign_off(office):
    Office.objects.filter(pk=office.pk).update(sign_off="managers")


@pytest.fixture
def ask(desk, ben, case):
    """Return a function that presses "Ask for sign-off" as Ben and returns the page after it."""

    def ask(body=BODY, **more):
        client = desk(ben)
        facts = hidden(client.get(address(case, "case_detail"))) | {"body": body, "turn": "constituent"}
        return client.post(address(case, "reply"), facts | more, follow=True)

    return ask


@pytest.fixture
def asked(ask):
    ask(files=[SimpleUploadedFile("letter.txt", b"The repair begins.")])
    return latest()
