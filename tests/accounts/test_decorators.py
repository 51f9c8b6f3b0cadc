"""Each access decorator, tested alone."""

import time

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.decorators import recently_authenticated, staff_only, with_factor
from accounts.factors.second_factor import (
    begin_enrolment,
    may_add_factor,
    proved_recently,
    second_factor_used,
)
from tests import factories

pytestmark = pytest.mark.django_db
CHECKS = [recently_authenticated, staff_only, with_factor]


@pytest.fixture
def request_of(rf):
    """Return a function that builds a request of a user whose session signed in with these steps."""

    def build(user, *steps):
        request = rf.get("/")
        request.user = user
        request.session = {
            "account_authentication_methods_user": str(user.pk),
            "account_authentication_methods": [{"at": time.time(), **step} for step in steps],
        }
        return request

    return build


def view(request):
    return HttpResponse("Here it is.")


@pytest.mark.parametrize("check", CHECKS)
def test_visitor_is_redirected_to_sign_in(request_of, check):
    assert check(view)(request_of(AnonymousUser())).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("check", [staff_only, with_factor])
def test_constituent_gets_404(request_of, check):
    with pytest.raises(Http404):
        check(view)(request_of(factories.constituent("Ada")))


def test_staff_with_only_a_password_are_refused(request_of):
    ned = factories.staff("Ned")
    by_password = request_of(ned, {"method": "password"})
    assert with_factor(view)(by_password).status_code == 302
    with pytest.raises(ReauthenticationRequired):
        recently_authenticated(view)(by_password)


@pytest.mark.parametrize(("kind", "counts"), [("totp", True), ("recovery_codes", False)])
def test_recovery_codes_are_not_a_second_factor(request_of, kind, counts):
    ned = factories.staff("Ned")
    owned = Authenticator.objects.create(user=ned, type=kind, data={})
    request = request_of(ned, {"method": "mfa", "type": kind, "id": owned.pk})
    assert second_factor_used(request) == counts


def test_only_an_own_factor_counts(request_of):
    ned, other = (factories.staff(name) for name in ("Ned", "Other"))
    own, foreign = (Authenticator.objects.create(user=user, type="totp", data={}) for user in (ned, other))
    others = [
        {"method": "password", "id": own.pk},
        {"method": "mfa", "id": foreign.pk},
        {"method": "mfa", "id": 0},
    ]
    assert not second_factor_used(request_of(ned, *others))
    assert second_factor_used(request_of(ned, *others, {"method": "mfa", "id": own.pk}))


@pytest.mark.parametrize(
    ("who", "step", "ago", "counts"),
    [
        (factories.staff, "mfa", 1, True),
        (factories.staff, "mfa", 3600, False),
        (factories.staff, "code", 1, False),
        (factories.constituent, "code", 1, True),
        (factories.constituent, "code", 3600, False),
        (factories.constituent, "password", 1, False),
    ],
)
def test_recent_authentication_is_a_factor_for_staff_and_a_code_for_constituents(
    request_of, who, step, ago, counts
):
    request = request_of(who("Ned"), {"method": step, "at": time.time() - ago})
    assert proved_recently(request) == counts


def test_anonymous_user_is_never_authenticated(request_of):
    stranger = request_of(AnonymousUser(), {"method": "code"}, {"method": "mfa", "id": 1})
    assert not second_factor_used(stranger)
    assert not proved_recently(stranger)


@pytest.mark.parametrize(("step", "may"), [("mfa", True), ("password", False)])
def test_adding_a_factor_needs_a_used_factor(request_of, step, may):
    ned = factories.staff("Ned")
    owned = Authenticator.objects.create(user=ned, type="totp", data={})
    assert may_add_factor(request_of(ned, {"method": step, "id": owned.pk})) == may


@pytest.mark.parametrize(("who", "may"), [(factories.staff, True), (lambda _name: AnonymousUser(), False)])
def test_first_factor_needs_a_signed_in_user(request_of, who, may):
    request = request_of(who("Ned"))
    begin_enrolment(request)
    assert may_add_factor(request) == may
