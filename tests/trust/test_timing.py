"""B-12: response times do not reveal whether an address or a case exists.

The full form uses 400 rounds and the bar; the short form 30 rounds and a wide band, which still finds a fault of 30
ms.
"""

import itertools

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.services import make_staff
from tests import factories
from tests.trust.timing import auc, in_turn

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]
SHORT, FULL = 30, 400
BAND = {True: 0.05, False: 0.3}  # in full, in short
FULL_COST = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
number = itertools.count(1)


@pytest.fixture
def full(request):
    return request.config.getoption("--full")


@pytest.fixture
def no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "1000000/1h/ip")


@pytest.fixture
def shows(full, amount, proof):
    """Measure what `asks` request, each against the first, once more if necessary, and record the row."""

    def show(what, asks, before=cache.clear):
        times = amount(SHORT, FULL)
        figures = told_apart(asks, times, before)
        if full and beyond(figures, full):
            figures = told_apart(asks, times, before)
        said = ", ".join(f"{figure:.3f}" for figure in figures.values())
        failures = beyond(figures, full)
        proof("B-12", f"time of {what}, AUC {said}", tried=times * len(asks), failures=failures)

    return show


def told_apart(asks, times, before=cache.clear):
    """Return {pair: AUC} of the first of `asks` and each other."""
    taken = in_turn(asks, times, before=before)
    known, *others = taken
    return {f"{known} and {other}": auc(taken[known], taken[other]) for other in others}


def beyond(figures, full):
    return [f"{pair}: AUC {figure:.3f}" for pair, figure in figures.items() if abs(figure - 0.5) > BAND[full]]


def test_sign_in_time_is_independent_of_the_address(settings, assembly, no_limits, full, shows):
    if full:
        settings.PASSWORD_HASHERS = FULL_COST
    make_staff(email="gus@staff.example", name="Gus", password=factories.PASSWORD)
    people = {
        "staff": assembly.ben.email,
        "staff who accepted": "gus@staff.example",
        "nobody": "nobody@staff.example",
        "a constituent": assembly.ada.email,
    }
    assembly.ben.set_password(factories.PASSWORD)
    assembly.ben.save()

    settings.STEADY_STEP = 0.5 if full else 0.1

    def signs_in(email):
        client = Client()
        return lambda: client.post(reverse("account_login"), {"login": email, "password": "not the one"})

    shows("signing in", {name: signs_in(email) for name, email in people.items()})


def test_code_request_time_is_independent_of_the_address(assembly, no_limits, shows):
    def asks(email):
        client = Client()
        return lambda: client.post(reverse("account_request_login_code"), {"email": email})

    people = {"known": assembly.ada.email, "nobody": "nob@london.example", "staff": assembly.ben.email}
    shows("asking for a code", {name: asks(email) for name, email in people.items()})


def test_wrong_code_time_is_independent_of_the_address(assembly, no_limits, shows):
    def types(email):
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": email})
        return lambda: client.post(reverse("account_confirm_login_code"), {"code": "00000000"})

    people = {"known": assembly.ada.email, "nobody": "nob@london.example", "staff": assembly.ben.email}
    shows("a wrong code", {name: types(email) for name, email in people.items()})


@pytest.mark.parametrize(("who", "page"), [("ada", "portal:my_case"), ("ben", "backoffice:case_detail")])
def test_case_lookup_time_is_independent_of_the_reference(assembly, sign_in, shows, who, page):
    theirs = factories.case(office=assembly.rival, raised_by=assembly.bea)
    client = sign_in(getattr(assembly, who))
    paths = {
        "of others": reverse(page, args=[theirs.reference]),
        "not there": reverse(page, args=["LA-2222-2222"]),
    }
    shows(f"a case, {who}", {name: lambda path=path: client.get(path) for name, path in paths.items()})


def test_anonymous_case_lookup_time_is_independent_of_the_reference(assembly, shows):
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    client, page = Client(), "portal:my_case"
    paths = [reverse(page, args=[case.reference]), reverse(page, args=["LA-2222-2222"])]
    asks = dict(
        zip(("there", "not there"), [lambda path=path: client.get(path) for path in paths], strict=True)
    )
    shows("a case, strangers", asks)


@pytest.mark.long
def test_invitation_time_is_independent_of_the_address(settings, assembly, sign_in, shows):
    settings.STEADY_STEP = 0.5
    client = sign_in(assembly.dev)
    ready = {}

    def before():
        count = next(number)
        ready["a constituent"] = factories.constituent(f"con{count}").email
        ready["staff elsewhere"] = factories.staff(f"els{count}", office=assembly.rival).email
        ready["nobody"] = f"new{count}@staff.example"

    def invites(whom):
        data = {"name": "Hal", "office": assembly.office.slug, "role": "caseworker"}
        return lambda: client.post(reverse("backoffice:team_invite"), data | {"email": ready[whom]})

    names = ("nobody", "a constituent", "staff elsewhere")
    shows("inviting", {name: invites(name) for name in names}, before)


@pytest.mark.parametrize("email", ["hal@staff.example", "ada@london.example", "cat@staff.example"])
def test_invitation_response_waits_for_the_time_step(settings, assembly, sign_in, monkeypatch, email):
    settings.STEADY_STEP, slept = 0.5, []
    monkeypatch.setattr("config.middleware.time.sleep", slept.append)
    data = {"email": email, "name": "Hal", "office": assembly.office.slug, "role": "caseworker"}
    assert sign_in(assembly.dev).post(reverse("backoffice:team_invite"), data).status_code == 302
    assert 0 < slept[0] < 0.5


# --- A proof must be able to fail ---------------------------------------------------------------------


def test_answer_that_takes_three_times_as_long_is_detected(assembly, no_limits):
    client = Client()
    page = reverse("account_request_login_code")

    def quick():
        client.post(page, {"email": "nob@london.example"})

    def slow():
        for _each in range(3):
            quick()

    assert beyond(told_apart({"quick": quick, "slow": slow}, SHORT), full=False)


def test_auc_is_computed_correctly():
    assert auc([1, 2, 3], [4, 5, 6]) == 1
    assert auc([4, 5, 6], [1, 2, 3]) == 0
    assert auc([1, 2], [1, 2]) == 0.5
    assert auc([1, 3], [2, 4]) == 0.75
