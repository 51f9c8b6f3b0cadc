"""B-08, threats 10, 45 and 47: a password alone grants nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.services import enrol_totp, make_staff
from tests import factories
from tests.trust.addresses import addresses

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


# What a session with a password and no second factor reaches, beyond what the whole public may see.
ALLOWED = {
    "/accounts/2fa/reauthenticate/",  # gives the factor
    "/accounts/logout/",
    "/accounts/no-second-factor/",  # says how to get one
    "/accounts/stay/",
    "/accounts/inactive/",
    "/accounts/recovery/",  # needs a link of its own
}
# For invited people, who may have no account: they show nothing without a link of their own.
FOR_INVITED = {"/accounts/invitation/", "/accounts/invitation/elsewhere/"}
BEHIND_THE_FACTOR = (
    "/office/",
    "/editor/",
    "/accounts/2fa/",
    "/accounts/password/",
    "/accounts/unsent/",
    "/accounts/name/",
)
OPEN_PATHS = {
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/reauthenticate/passkey/",
}


@pytest.fixture
def gus(db):
    user = make_staff(email="gus@staff.example", name="Gus", password=factories.PASSWORD)
    enrol_totp(user=user, secret=SECRET)
    return user


def with_password_only(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def with_password_typed(user):
    """Do the first of the two steps, which creates no session."""
    client = Client(raise_request_exception=False)
    client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})
    return client


def with_a_factor_since_replaced(user):
    client = with_password_only(user)
    factories.use_second_factor(client, user)
    Authenticator.objects.filter(user=user).delete()
    enrol_totp(user=user, secret=SECRET)
    return client


HALF_WAY = [with_password_only, with_password_typed, with_a_factor_since_replaced]


def refused(response):
    """Return whether the answer leads to sign-in or to the factor, or is 404."""
    return response.status_code in {403, 404, 405} or (
        response.status_code == 302 and response.url.startswith(("/accounts/", "/my-cases/"))
    )


@pytest.mark.parametrize("half_way", HALF_WAY)
def test_a_password_alone_opens_nothing(gus, half_way, amount, proof):
    paths = [path for _route, path in addresses() if path.startswith(BEHIND_THE_FACTOR)]
    tries = [(method, path) for path in paths if path not in OPEN_PATHS for method in METHODS]
    chosen = tries[:: max(1, len(tries) // amount(120, len(tries)))]
    client = half_way(gus)
    failures = [
        f"{method} {path}: {response.status_code}"
        for method, path in chosen
        if not refused(response := getattr(client, method)(path))
    ]
    proof("B-08", half_way.__name__.replace("_", " "), tried=len(chosen), failures=failures)


@pytest.mark.slow
def test_pages_reached_by_a_password_alone_are_listed(gus, proof):
    client = with_password_only(gus)
    paths = [path for _route, path in addresses() if path.startswith(("/office/", "/editor/", "/accounts/"))]
    reached = {path for path in paths if client.get(path).status_code != 302}
    reached -= {path for path in reached if client.get(path).status_code == 404}
    proof(
        "B-08",
        "reached with a password alone",
        tried=len(paths),
        failures=sorted(reached - ALLOWED - FOR_INVITED),
    )
    assert len(ALLOWED) <= 6


@pytest.mark.parametrize("half_way", HALF_WAY)
def test_password_alone_cannot_change_sign_in_methods(gus, half_way, proof):
    """Threat 47: no factor is added, removed or replaced; no password and no recovery codes change."""
    client, failures, tried = half_way(gus), [], 0
    before = state_of(gus)
    for path in [
        path for _route, path in addresses() if path.startswith(("/accounts/2fa/", "/accounts/password/"))
    ]:
        for method in METHODS:
            tried += 1
            getattr(client, method)(path, {"code": "000000", "credential": '{"id": "x"}', "name": "mine"})
            if state_of(gus) != before:
                failures.append(f"{method} {path}")
    proof(
        "B-08",
        f"no hijack of enrolment, {half_way.__name__.replace('_', ' ')}",
        tried=tried,
        failures=failures,
    )


def state_of(user):
    user.refresh_from_db()
    return user.password, list(Authenticator.objects.filter(user=user).values_list("pk", "type", "data"))


def test_staff_without_second_factor_get_no_session(db):
    ivy = make_staff(email="ivy@staff.example", name="Ivy", password=factories.PASSWORD)
    client = with_password_typed(ivy)
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_login"))
