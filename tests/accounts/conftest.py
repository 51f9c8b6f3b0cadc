"""Signing in through the real pages, with pyotp as the authenticator that knows nothing of ours."""

import re

import pyotp
import pytest
from django.urls import reverse

from accounts.services import enrol_totp, make_staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a walrus on the tram"


@pytest.fixture
def gus(db):
    """Staff with a password and an authenticator app, and no office."""
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
    """Types a code of the authenticator app on the second page of signing in."""

    def give(code):
        return client.post(reverse("mfa_authenticate"), {"code": code})

    return give


@pytest.fixture
def emailed_code(sent_mail):
    """The digits in the newest mail to somebody."""

    def read(to):
        mail = [m for m in sent_mail() if to in m["To"]][-1]
        return re.search(r"\b\d{8}\b", mail.get_body(("plain",)).get_content()).group()

    return read


@pytest.fixture
def clock(monkeypatch):
    """Moves the time that sessions, codes and second factors go by."""
    import time

    real, moved = time.time, {"by": 0}
    monkeypatch.setattr(time, "time", lambda: real() + moved["by"])

    def forward(seconds):
        moved["by"] += seconds

    return forward
