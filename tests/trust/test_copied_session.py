"""Threat 49: a copied session cookie is invalid after signing out."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.services import enrol_totp
from tests import factories

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock(monkeypatch):
    real, moved = time.time, {"by": 0}
    monkeypatch.setattr(time, "time", lambda: real() + moved["by"])

    def forward(seconds):
        moved["by"] += seconds

    return forward


def sign_out(client, user, clock):
    client.post(reverse("account_logout"))


def new_password(client, user, clock):
    new = "seven kettles in a row"
    data = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 302


def new_factor(client, user, clock):
    Authenticator.objects.filter(user=user).delete()
    enrol_totp(user=user, secret=SECRET)


def half_an_hour(client, user, clock):
    clock(30 * 60 + 1)


def twelve_hours_of_work(client, user, clock):
    for _each in range(12 * 3 + 1):
        clock(20 * 60)
        client.get(reverse("accounts_stay"))


@pytest.mark.parametrize("after", [sign_out, new_password, new_factor, half_an_hour, twelve_hours_of_work])
def test_copied_session_cookie_is_invalid_after_sign_out(assembly, sign_in, clock, after, proof):
    ben = assembly.ben
    client = sign_in(ben)
    assert client.get("/office/cases/").status_code == 200
    thief = Client()
    thief.cookies["session"] = client.cookies["session"].value
    assert thief.get("/office/cases/").status_code == 200
    after(client, ben, clock)
    status = thief.get("/office/cases/").status_code
    what = f"a copied cookie after: {after.__name__.replace('_', ' ')}"
    proof("B-09", what, tried=1, failures=[f"{status}"] * (status == 200))
