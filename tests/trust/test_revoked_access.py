"""B-09: access that was revoked ends at once, in every process."""

import itertools
import threading
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import open_recovery_link, recovery_link, use_recovery_link
from casework.offices.models import Membership
from casework.offices.services import end_membership
from tests import factories
from tests.trust.service import processes

number = itertools.count(1)


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


def recover(user, by):
    token = recovery_link(user=user, by=by).rstrip("/").split("/")[-1]
    use_recovery_link(link=open_recovery_link(token), password="seven kettles in a row")


CHANGES = [disable, leave, lower_the_role, change_the_password, take_the_factor, recover]


class Poller(threading.Thread):
    """Requests one page from one process with one session, repeatedly."""

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


def served_after(change, pollers):
    """Return what all processes and sessions served to requests that began after `change` was committed."""
    for poller in pollers:
        poller.start()
    try:
        wait_until(lambda: all(poller.answers for poller in pollers))
        change()
        committed = time.monotonic()
        wait_until(lambda: all(len(poller.since(committed)) >= 2 for poller in pollers))
    finally:
        for poller in pollers:
            poller.over.set()
        for poller in pollers:
            poller.join()
    before = {poller.answers[0][1] for poller in pollers}
    assert before == {200}, f"nothing was there to be refused: {before}"
    return [status for poller in pollers for status in poller.since(committed) if status == 200]


def two_sessions(user):
    for _each in range(2):
        client = Client()
        factories.sign_in(client, user)
        yield client.cookies["session"].value


def trial(running, path, change, assembly):
    """Use a new person in two browsers at two processes."""
    user = factories.staff(f"p{next(number)}", office=assembly.office, role=Membership.Role.MANAGER)
    sessions = list(two_sessions(user))
    pollers = [Poller(process, path, session) for process in running for session in sessions]
    return served_after(lambda: change(user, assembly.dev), pollers)


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_revoked_access_ends_at_once_in_every_process(assembly, amount, proof):
    case = factories.case(office=assembly.office)
    page = reverse("backoffice:case_detail", args=[case.reference])
    paths = {lower_the_role: reverse("backoffice:team_invite")}
    times, failures = amount(6, 200), []
    with processes(2) as running:
        for change in itertools.islice(itertools.cycle(CHANGES), times):
            served = trial(running, paths.get(change, page), change, assembly)
            failures += [f"{change.__name__}: {len(served)} pages served"] * bool(served)
    proof("B-09", "revocations, two processes with two sessions each", tried=times, failures=failures)


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
def test_page_served_after_revocation_is_detected(assembly):
    with processes(1) as running:
        assert trial(running, "/health/live", disable, assembly)
