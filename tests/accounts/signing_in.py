"""Fixtures that sign in through the pages, with pyotp as an independent authenticator app."""

import pyotp
import pytest
from django.urls import reverse

from accounts.services import enrol_totp, make_staff
from tests.codes import code_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a walrus on the tram"


@pytest.fixture
def gus(db):
    """Return staff with a password and an authenticator app, and no office."""
    user = make_staff(email="gus@staff.example", name="Gus", password=PASSWORD)
    enrol_totp(user=user, secret=SECRET)
    return user


@pytest.fixture
def app():
    return pyotp.TOTP(SECRET)


@pytest.fixture
def give_password(client):
    def give(email, password=PASSWORD, **more):
        return client.post(reverse("account_login"), {"login": email, "password": password, **more})

    return give


@pytest.fixture
def give_code(client):
    """Return a function that submits a code of the authenticator app as the second step."""

    def give(code):
        return client.post(reverse("mfa_authenticate"), {"code": code})

    return give


@pytest.fixture
def emailed_code(sent_mail):
    """Return a function that reads the code in the newest mail to an address."""

    def read(to):
        mail = [m for m in sent_mail() if to in m["To"]][-1]
        return code_of(mail.get_body(("plain",)).get_content())

    return read
