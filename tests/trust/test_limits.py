"""Threats 25, 26 and 29: limits stop guessing, mail bombing and flooding, and lock no one out."""

import itertools
import json
import re
import time
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.sign_in.backends import PasswordBackend
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests import factories
from tests.raise_case.hand import ANSWERS, Hand
from tests.trust.service import processes

LOGIN, CODE = "account_login", "account_request_login_code"
VICTIM = "victim@london.example"
PRIVATE = "I am writing about my own affairs"


def networks():
    """Yield addresses, each of a different network."""
    return (f"198.{18 + each // 65536}.{each // 256 % 256}.{each % 256}" for each in itertools.count())


@pytest.fixture
def stopped_clock(monkeypatch):
    """Stop the clock of the limits and of their cache."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: datetime.fromtimestamp(now, UTC))


@pytest.fixture
def looked_at(monkeypatch):
    """Return the addresses whose passwords were checked, once for each check."""
    seen, real = [], PasswordBackend.authenticate

    def noted(backend, request, email=None, **more):
        seen.append(email)
        return real(backend, request, email=email, **more)

    monkeypatch.setattr(PasswordBackend, "authenticate", noted)
    return seen


def guess(email, **more):
    data = {"login": email, "password": "not the one"}
    return Client().post(reverse(LOGIN), data, **more)


def test_password_guessing_from_one_network_is_limited(db, stopped_clock, looked_at, amount, proof):
    """The limit holds for any claimed address and any number of accounts."""
    times, elsewhere = amount(40, 10_000), networks()
    for each in range(times):
        guess(f"p{each}@staff.example", headers={"X-Forwarded-For": next(elsewhere)})
    beyond = looked_at[30:]
    proof("T-26", "guesses at many accounts from one network", tried=times, failures=beyond)


def test_password_guessing_at_one_account_does_not_lock_out_its_owner(
    stopped_clock, looked_at, assembly, sign_in, amount, proof
):
    times, owner = amount(40, 10_000), Client(REMOTE_ADDR="192.0.2.1")
    sign_in(assembly.ben, on=owner)
    mark_and_sign_out(owner, assembly.ben)
    for address in itertools.islice(networks(), times):
        guess(assembly.ben.email, REMOTE_ADDR=address)
    failures = [f"looked at {len(looked_at)} times"] * (len(looked_at) > 10)
    data = {"login": assembly.ben.email, "password": factories.PASSWORD}
    if owner.post(reverse(LOGIN), data).status_code != 302:
        failures.append("the owner is kept out")
    proof("T-26", "guesses at one account from everywhere", tried=times, failures=failures)


def mark_and_sign_out(client, user):
    """Return the cookies that a complete sign-in leaves in a browser."""
    from accounts.sign_in import known_browsers

    client.post(reverse("account_logout"))
    client.cookies[known_browsers.COOKIE] = known_browsers._signed(
        known_browsers.new(user.email), salt=known_browsers.IN_COOKIE
    )


def test_missing_rate_limit_is_detected(db, settings, stopped_clock, looked_at):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")
    for each in range(40):
        guess(f"p{each}@staff.example")
    assert looked_at[30:]


def test_codes_for_one_address_are_limited(db, stopped_clock, amount, proof):
    """Ten in ten minutes, from any number of networks; after that the mailbox gets no more."""
    times = amount(20, 1_000)
    for address in itertools.islice(networks(), times):
        Client(REMOTE_ADDR=address).post(reverse(CODE), {"email": VICTIM})
    with scoped(ALL):
        mails = OutboxMessage.objects.filter(recipients=[VICTIM]).count()
    proof("T-25", "codes asked for one address", tried=times, failures=[f"{mails} mails"] * (mails != 10))


def test_forms_naming_a_victim_send_one_fixed_mail(assembly, amount, proof):
    publish_contact_form()
    times = amount(2, 1_000)
    for address in itertools.islice(networks(), times):
        hand = Hand(Client(REMOTE_ADDR=address))
        about = ANSWERS["details"] | {"what_happened": PRIVATE, "subject": PRIVATE}
        hand.fill(you={"name": PRIVATE, "email": VICTIM}, details=about)
        assert hand.send().status_code == 302
    with scoped(ALL):
        mails = [
            bytes(raw).decode()
            for raw in OutboxMessage.objects.filter(recipients=[VICTIM]).values_list("raw", flat=True)
        ]
    failures = [f"{len(mails)} mails"] * (len(mails) != 1)
    failures += ["words of the sender"] * any(PRIVATE in mail or "affairs" in mail for mail in mails)
    proof("T-25", "submissions naming one victim", tried=times, failures=failures)


def test_network_starting_too_many_forms_must_wait(settings, assembly):
    publish_contact_form()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"begin_submission": "3/1h/ip"}
    for _each in range(3):
        assert Hand(Client()).post("safety").status_code == 302
    refused = Hand(Client()).post("safety")
    assert refused.status_code == 429
    assert "for example in a library" in refused.text
    assert "020 7946 0100" in refused.text
    assert Hand(Client(REMOTE_ADDR="203.0.113.9")).post("safety").status_code == 302


def test_started_form_continues_while_its_network_is_limited(settings, assembly):
    publish_contact_form()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"begin_submission": "1/1h/ip"}
    hand = Hand(Client())
    hand.fill()
    assert hand.send().status_code == 302


# --- Real processes -----------------------------------------------------------------------------------


@pytest.fixture
def two(transactional_db, assembly):
    cache.clear()
    with processes(2) as running:
        yield running


def guess_for_real(process, email):
    page = process.ask(reverse(LOGIN))
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    cookie = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[0]
    body = f"csrfmiddlewaretoken={token}&login={email}&password=wrong"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    return process.ask(reverse(LOGIN), method="POST", body=body, headers=headers).body


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MANY = "&".join(f"a{each}=1" for each in range(100_000))
PARTS = "".join(
    f'--x\r\nContent-Disposition: form-data; name="a{each}"\r\n\r\n1\r\n' for each in range(100_000)
)
DEEP = "[" * 100_000 + "]" * 100_000
FLOODS = {
    "100,000 parameters": {"method": "POST", "body": MANY, "headers": FORM},
    "100,000 parts": {
        "method": "POST",
        "body": f"{PARTS}--x--\r\n",
        "headers": {"Content-Type": "multipart/form-data; boundary=x"},
    },
    "100,000 parameters in the address": {"query": f"?{MANY}"},
    "deep JSON": {"method": "POST", "body": DEEP, "headers": {"Content-Type": "application/json"}},
    "deep JSON in a field": {"method": "POST", "body": f"credential={DEEP}", "headers": FORM},
    "a header of a megabyte": {"headers": {"X-Big": "x" * 1_000_000}},
    "10,000 headers": {"headers": {f"X-{each}": "1" for each in range(10_000)}},
    "a long address": {"query": f"?{'x' * 100_000}"},
    "a cookie of a megabyte": {"headers": {"Cookie": f"session={'x' * 1_000_000}"}},
    "an impossible length": {"method": "POST", "body": "", "headers": {"Content-Length": "99999999999999"}},
}
PATHS = ["/find-your-members/", "/accounts/login/", "/raise/contact/safety/"]
PROMPT = 5


def flooded(process, path, flood):
    """Return status and seconds; 0 if the connection was cut."""
    flood = dict(flood)
    began = time.monotonic()
    try:
        status = process.ask(path + flood.pop("query", ""), seconds=PROMPT * 2, **flood).status
    except OSError:
        status = 0
    return status, time.monotonic() - began


@pytest.mark.trust
def test_limits_apply_across_real_processes_under_flood(two, assembly, proof):
    """Tries are counted across processes; requests over the limit are refused quickly, and the service continues."""
    answers = [guess_for_real(process, assembly.ben.email) for process in [*two, *two, *two]]
    refused = [b"Wait 5 minutes" in answer for answer in answers]
    proof("T-26", "wrong tries counted across two processes", tried=6, failures=wrong_count(refused))
    failures, tried = [], 0
    for (what, flood), path in itertools.product(FLOODS.items(), PATHS):
        tried += 1
        status, seconds = flooded(two[0], path, flood)
        if status >= 500 or seconds > PROMPT:
            failures.append(f"{what} at {path}: {status} after {seconds:.1f} s")
    if two[0].ask("/health/live").status != 200:
        failures.append("the service no longer answers")
    proof("T-29", "floods refused quickly", tried=tried, failures=failures)


def wrong_count(refused):
    expected = [False] * 5 + [True]
    return [] if refused == expected else [json.dumps(refused)]
