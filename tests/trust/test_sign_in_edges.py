"""B-08, B-09, threats 10, 45, 47 and 49: who may no longer, may no longer at once; and a password alone is nothing."""

import itertools
import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import accept_invitation, enrol_totp, invitation_link, make_staff, open_invitation
from casework.offices.models import Membership
from casework.offices.services import end_membership
from tests import factories
from tests.trust.addresses import addresses
from tests.trust.service import processes

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
number = itertools.count(1)

# --- B-09: two processes, two sessions, one change ----------------------------------------------------


def disable(user, by):
    User.objects.filter(pk=user.pk).update(is_active=False)


def leave(user, by):
    end_membership(membership=user.memberships.get(), by=by)


def lower_the_role(user, by):
    user.memberships.update(role=Membership.Role.READ_ONLY)


def change_the_password(user, by):
    user.set_password("seven kettles in a row")
    user.save()


def take_the_factor(user, by):
    Authenticator.objects.filter(user=user).delete()


def accept_a_fresh_invitation(user, by):
    token = invitation_link(user=user, by=by).rstrip("/").split("/")[-1]
    accept_invitation(invitation=open_invitation(token), password="seven kettles in a row")


CHANGES = [disable, leave, lower_the_role, change_the_password, take_the_factor, accept_a_fresh_invitation]


class Knocker(threading.Thread):
    """Asks one process for one page with one session, over and over."""

    def __init__(self, process, path, session):
        super().__init__(daemon=True)
        self.process, self.path, self.session = process, path, session
        self.answers, self.over = [], threading.Event()

    def run(self):
        while not self.over.is_set():
            began = time.monotonic()
            self.answers.append((began, self.process.ask(self.path, session=self.session).status))

    def since(self, moment):
        return [status for began, status in self.answers if began > moment]


def wait_until(true):
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "the service does not answer"
        time.sleep(0.005)


def served_after(change, knockers):
    """What was served to requests that began after `change` was committed, of all processes and sessions."""
    for knocker in knockers:
        knocker.start()
    try:
        wait_until(lambda: all(knocker.answers for knocker in knockers))
        change()
        committed = time.monotonic()
        wait_until(lambda: all(len(knocker.since(committed)) >= 2 for knocker in knockers))
    finally:
        for knocker in knockers:
            knocker.over.set()
        for knocker in knockers:
            knocker.join()
    before = {knocker.answers[0][1] for knocker in knockers}
    assert before == {200}, f"nothing was there to be refused: {before}"
    return [status for knocker in knockers for status in knocker.since(committed) if status == 200]


def two_sessions(user):
    for _each in range(2):
        client = Client()
        client.force_login(user)
        factories.use_second_factor(client, user)
        yield client.cookies["session"].value


def trial(running, path, change, assembly):
    """One person of their own, in two browsers at two processes."""
    user = factories.staff(f"p{next(number)}", office=assembly.office, role=Membership.Role.MANAGER)
    sessions = list(two_sessions(user))
    knockers = [Knocker(process, path, session) for process in running for session in sessions]
    return served_after(lambda: change(user, assembly.dev), knockers)


@pytest.mark.django_db(transaction=True)
def test_who_may_no_longer_may_no_longer_at_once(assembly, amount, proof):
    case = factories.case(office=assembly.office)
    page = reverse("backoffice:case_detail", args=[case.reference])
    paths = {lower_the_role: reverse("backoffice:team_invite")}
    times, failures = amount(6, 200), []
    with processes(2) as running:
        for change in itertools.islice(itertools.cycle(CHANGES), times):
            served = trial(running, paths.get(change, page), change, assembly)
            failures += [f"{change.__name__}: {len(served)} pages served"] * bool(served)
    proof("B-09", "revocations, two processes with two sessions each", tried=times, failures=failures)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_nobody_takes_away_is_noticed(assembly):
    with processes(1) as running:
        assert trial(running, "/health/live", disable, assembly)


# --- B-08: a password alone ---------------------------------------------------------------------------

# What a session with a password and no second factor reaches, beyond what the whole public may see.
ALLOWED = {
    "/accounts/2fa/reauthenticate/",  # gives the factor
    "/accounts/logout/",
    "/accounts/no-second-factor/",  # says how to get one
    "/accounts/stay/",
    "/accounts/inactive/",
    "/accounts/invitation/",  # needs a link of its own
}
BEHIND_THE_FACTOR = ("/office/", "/editor/", "/accounts/2fa/", "/accounts/password/", "/accounts/kept/")
OPEN_DOORS = {
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
    """The first of the two steps is done; there is no session of anybody yet."""
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
    """Sent to sign in, to the factor, or told how to get one; or no such page."""
    return response.status_code in {403, 404, 405} or (
        response.status_code == 302 and response.url.startswith(("/accounts/", "/my-cases/"))
    )


@pytest.mark.parametrize("half_way", HALF_WAY)
def test_a_password_alone_opens_nothing(gus, half_way, amount, proof):
    paths = [path for _route, path in addresses() if path.startswith(BEHIND_THE_FACTOR)]
    tries = [(method, path) for path in paths if path not in OPEN_DOORS for method in METHODS]
    chosen = tries[:: max(1, len(tries) // amount(120, len(tries)))]
    client = half_way(gus)
    failures = [
        f"{method} {path}: {response.status_code}"
        for method, path in chosen
        if not refused(response := getattr(client, method)(path))
    ]
    proof("B-08", half_way.__name__.replace("_", " "), tried=len(chosen), failures=failures)


def test_what_a_password_alone_reaches_is_a_short_list(gus, proof):
    client = with_password_only(gus)
    paths = [path for _route, path in addresses() if path.startswith(("/office/", "/editor/", "/accounts/"))]
    reached = {path for path in paths if client.get(path).status_code != 302}
    reached -= {path for path in reached if client.get(path).status_code == 404}
    proof("B-08", "reached with a password alone", tried=len(paths), failures=sorted(reached - ALLOWED))
    assert len(ALLOWED) <= 6


@pytest.mark.parametrize("half_way", HALF_WAY)
def test_a_password_alone_changes_nothing_about_signing_in(gus, half_way, proof):
    """Threat 47: no factor is added, removed or replaced; no password, no recovery codes."""
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


def test_somebody_without_any_factor_gets_no_session_from_a_password(db):
    ivy = make_staff(email="ivy@staff.example", name="Ivy", password=factories.PASSWORD)
    client = with_password_typed(ivy)
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_login"))


# --- Threat 45: a cookie that was copied ---------------------------------------------------------------


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
def test_a_copied_cookie_is_worth_nothing_after(assembly, sign_in, clock, after, proof):
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
