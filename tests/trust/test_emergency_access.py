"""Threat 17: without open emergency access an administrator gets 404 at every URL of a case."""

import random
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case
from casework.cases.scope import scope_of
from casework.offices.access import emergency_access, emergency_report
from casework.offices.membership import MembershipQuerySet
from casework.offices.models import Membership
from casework.offices.visibility import TenantQuerySet
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.wall.urls import address, url_patterns

CANARY = "canary-5b0d77aa"
NOT_THERE = "LA-2222-2222"
WHY = "The office cannot open its case and asked me to look."


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def secret(assembly):
    return factories.case(office=assembly.office, subject=f"{CANARY} subject", body=f"{CANARY} body")


@contextmanager
def after(**by):
    moment = timezone.now() + timedelta(**by)
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def states(assembly, boss):
    """Yield every state of a request in which nothing is open, each with the time to look at."""

    def ask(**more):
        return emergency_access.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=boss, **more)

    yield "never asked", {}
    waiting = ask()
    yield "waiting", {}
    yield "waiting for 23 hours", {"hours": 23}
    yield "lapsed", {"hours": 25}
    emergency_access.end_access(access=waiting, by=boss)
    yield "taken back", {}
    emergency_access.decline(access=ask(), because=WHY, by=assembly.dev)
    yield "declined", {}
    approved = ask()
    emergency_access.approve(access=approved, by=assembly.dev)
    yield "approved, an hour ago", {"hours": 1}
    emergency_access.end_access(access=approved, by=assembly.dev)
    yield "ended by a manager", {}
    at_once = ask(life_at_risk=True)
    yield "a life at risk, an hour ago", {"hours": 1}
    emergency_access.end_access(access=at_once, by=boss)
    yield "ended by the administrator", {}
    emergency_access.ask_for_access(office=assembly.rival, reason=WHY, hours=1, by=boss, life_at_risk=True)
    yield "open in another office", {}


def case_addresses(case):
    """Return every page of the case, each with the same page of a missing case."""
    with scoped(ALL):
        message = case.messages.get().uuid
    for url_pattern in url_patterns("office/cases/<"):
        if set(url_pattern.arguments) <= {"reference", "message"}:
            values = {"reference": case.reference, "message": message}
            yield address(url_pattern, values), address(url_pattern, values | {"reference": NOT_THERE})


def leaks(boss, case, state, pages):
    """Return differences between the answers to an administrator for the case and for a missing one."""
    client = Client(raise_request_exception=False)
    factories.sign_in(client, boss)
    for theirs, nowhere in pages:
        for method in ("get", "post"):
            found, none = getattr(client, method)(theirs), getattr(client, method)(nowhere)
            if (found.status_code, found.content) != (none.status_code, none.content):
                yield f"{state}: {method} {theirs}: {found.status_code}"
    for listed in ("/office/cases/", "/office/cases/?view=closed", "/office/team/", "/office/log/"):
        if CANARY in client.get(listed, follow=True).text:
            yield f"{state}: {listed} names the case"
    with scoped(scope_of(boss)):
        if Case.objects.visible_to(boss).filter(pk=case.pk).exists():
            yield f"{state}: in the queryset"


def looked_at(boss, case, assembly, most):
    """Return (number of pages tried, leaks) over all states until something leaks: `most` pages in each."""
    tried, every = 0, list(case_addresses(case))
    for state, shift in states(assembly, boss):
        pages = random.sample(every, min(most, len(every)))
        with after(**shift):
            found = list(leaks(boss, case, state, pages))
        tried += 2 * len(pages) + 5
        if found:
            break
    return tried, found


def test_administrator_reads_no_case_without_open_emergency_access(assembly, boss, secret, amount, proof):
    tried, found = looked_at(boss, secret, assembly, amount(3, 1000))
    proof("threat 17", "pages of a case, asked for by an administrator", tried=tried, failures=found)


@pytest.mark.postgresql
def test_row_level_security_alone_hides_cases_from_administrators(
    assembly, boss, secret, amount, proof, monkeypatch
):
    monkeypatch.setattr(TenantQuerySet, "visible_to", lambda queryset, user: queryset)
    tried, found = looked_at(boss, secret, assembly, amount(3, 1000))
    proof("threat 17", "the same with row-level security alone", tried=tried, failures=found)


def test_open_emergency_access_shows_the_case(assembly, boss, secret):
    """Without this the proofs could pass because the case is never shown."""
    access = emergency_access.ask_for_access(office=assembly.office, reason=WHY, hours=1, by=boss)
    emergency_access.approve(access=access, by=assembly.dev)
    client = Client()
    factories.sign_in(client, boss)
    assert CANARY in client.get(reverse("backoffice:case_detail", args=[secret.reference])).text


def forever(memberships, at=None):
    return memberships


def unasked(*, access, by):
    access.life_at_risk = True
    type(access).objects.filter(pk=access.pk).update(life_at_risk=True)
    emergency_access._open(access, by=by)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["an end that nobody looks at", "an ask that opens by itself"])
def test_case_leaked_to_an_administrator_is_detected(assembly, boss, secret, monkeypatch, fault):
    if fault == "an end that nobody looks at":
        monkeypatch.setattr(MembershipQuerySet, "active", forever)
    else:
        monkeypatch.setattr(
            emergency_access, "tell_of_ask", lambda access: unasked(access=access, by=access.asked_by)
        )
    _tried, found = looked_at(boss, secret, assembly, 3)
    assert any("/office/cases/" in line for line in found)


def test_every_page_read_by_emergency_access_is_logged(assembly, boss, secret, amount, proof):
    """Every page that was shown is in the list that the managers read."""
    access = emergency_access.ask_for_access(
        office=assembly.office, reason=WHY, hours=24, by=boss, life_at_risk=True
    )
    client = Client()
    factories.sign_in(client, boss)
    pages = [theirs for theirs, _none in case_addresses(secret)] + ["/office/cases/", "/office/team/"]
    shown = [page for _again in range(amount(1, 25)) for page in pages if client.get(page).status_code == 200]
    with scoped(scope_of(assembly.dev)):
        listed = len(emergency_report.pages_seen(access))
    missing = [] if listed == len(shown) else [f"{len(shown)} pages shown, {listed} listed"]
    proof("threat 17", "pages seen under emergency access, all listed", tried=len(shown), failures=missing)
    assert Membership.objects.active().filter(user=boss).count() == 1
