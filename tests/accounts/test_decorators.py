"""Each check refuses by itself, whatever stands before it."""

import time

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.decorators import recently_authenticated, staff_only, with_factor
from accounts.factors import begin_enrolment, may_add_factor, proved_recently, second_factor_used
from tests import factories

pytestmark = pytest.mark.django_db
CHECKS = [recently_authenticated, staff_only, with_factor]


@pytest.fixture
def asked(rf):
    """A request of this person, whose session took these steps to sign in."""

    def ask(user, *steps):
        request = rf.get("/")
        request.user = user
        request.session = {
            "account_authentication_methods_user": str(user.pk),
            "account_authentication_methods": [{"at": time.time(), **step} for step in steps],
        }
        return request

    return ask


def a_page(request):
    return HttpResponse("Here it is.")


@pytest.mark.parametrize("check", CHECKS)
def test_a_stranger_signs_in_first(asked, check):
    assert check(a_page)(asked(AnonymousUser())).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("check", [staff_only, with_factor])
def test_a_constituent_finds_no_such_page(asked, check):
    with pytest.raises(Http404):
        check(a_page)(asked(factories.constituent("Ada")))


def test_staff_with_a_password_alone_get_no_further(asked):
    ned = factories.staff("Ned")
    by_password = asked(ned, {"method": "password"})
    assert with_factor(a_page)(by_password).status_code == 302
    with pytest.raises(ReauthenticationRequired):
        recently_authenticated(a_page)(by_password)


@pytest.mark.parametrize(("kind", "counts"), [("totp", True), ("recovery_codes", False)])
def test_recovery_codes_alone_are_no_second_factor(asked, kind, counts):
    ned = factories.staff("Ned")
    owned = Authenticator.objects.create(user=ned, type=kind, data={})
    request = asked(ned, {"method": "mfa", "type": kind, "id": owned.pk})
    assert second_factor_used(request) == counts


def test_only_a_factor_that_one_has_counts(asked):
    ned, other = (factories.staff(name) for name in ("Ned", "Other"))
    own, foreign = (Authenticator.objects.create(user=user, type="totp", data={}) for user in (ned, other))
    others = [
        {"method": "password", "id": own.pk},
        {"method": "mfa", "id": foreign.pk},
        {"method": "mfa", "id": 0},
    ]
    assert not second_factor_used(asked(ned, *others))
    assert second_factor_used(asked(ned, *others, {"method": "mfa", "id": own.pk}))


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
def test_staff_prove_themselves_by_a_factor_and_constituents_by_a_code(asked, who, step, ago, counts):
    request = asked(who("Ned"), {"method": step, "at": time.time() - ago})
    assert proved_recently(request) == counts


def test_nobody_has_proved_anything(asked):
    stranger = asked(AnonymousUser(), {"method": "code"}, {"method": "mfa", "id": 1})
    assert not second_factor_used(stranger)
    assert not proved_recently(stranger)


@pytest.mark.parametrize(("step", "may"), [("mfa", True), ("password", False)])
def test_who_used_a_factor_may_add_another(asked, step, may):
    ned = factories.staff("Ned")
    owned = Authenticator.objects.create(user=ned, type="totp", data={})
    assert may_add_factor(asked(ned, {"method": step, "id": owned.pk})) == may


@pytest.mark.parametrize(("who", "may"), [(factories.staff, True), (lambda _name: AnonymousUser(), False)])
def test_a_first_factor_is_set_up_by_somebody_who_signed_in(asked, who, may):
    request = asked(who("Ned"))
    begin_enrolment(request)
    assert may_add_factor(request) == may
