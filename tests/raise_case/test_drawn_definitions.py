"""Forms drawn at random, as editors could make them: what was checked is what the office gets (B-20), once (B-21)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from casework.cases.models import Case
from casework.outbox.models import OutboxMessage
from casework.questionnaires.services import current_version
from casework.wall.scope import ALL, scoped
from cms.forms.models import create_form
from tests import factories
from tests.raise_case.drawn_definitions import definitions
from tests.raise_case.drawn_walk import Walk
from tests.raise_case.test_random_paths import keep_answers_of_other_branches, skip_steps

STEPS, AT_ONCE = 12, 20


@pytest.fixture
def anyone(assembly, two_postcodes, settings):
    """Let Members be chosen by everyone, from any number of requests."""
    factories.member("Sol Marsh", office=assembly.sister)
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")


def drawn(examples, phases=tuple(Phase)):
    return hypothesis_settings(
        max_examples=examples,
        phases=phases,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def publish(definition, slug="drawn"):
    """Publish a definition as an editor does, through the blocks of the editor."""
    create_form(slug=slug, definition=definition, by=None).get_latest_revision().publish()
    version = current_version(slug)
    assert version.definition == definition
    return version


def walk_through(definition, data):
    """Go a drawn way through a form in a transaction of its own. Return whether it made a case."""
    cache.clear()
    with transaction.atomic():
        try:
            walk = Walk(Client(), publish(definition), data)
            for _ in range(STEPS):
                walk.step()
            return walk.finish(walk.send_twice)
        finally:
            transaction.set_rollback(True)


def test_drawn_way_through_a_drawn_form_skips_loses_and_doubles_nothing(anyone, amount, proof):
    runs, sent = amount(20, 1_000), []

    @drawn(runs)
    @given(definition=definitions(), data=st.data())
    def walk(definition, data):
        sent.append(walk_through(definition, data))

    walk()
    label = f"ways through as many drawn forms, {STEPS} acts and then to the end, with {sum(sent)} cases"
    proof("B-20", label, tried=runs, failures=["no way was gone to its end"] * (not any(sent)))


@pytest.mark.slow
@pytest.mark.parametrize("fault", [skip_steps, keep_answers_of_other_branches])
def test_fault_in_the_wizard_fails_a_drawn_way(anyone, monkeypatch, fault):
    fault(monkeypatch)

    @drawn(20, phases=[Phase.generate])
    @given(definition=definitions(), data=st.data())
    def walk(definition, data):
        walk_through(definition, data)

    with pytest.raises(AssertionError):
        walk()


def post_check(cookies, start):
    """Send the form and return the page that comes after."""
    client = Client()
    client.cookies = cookies
    try:
        return client.get(client.post(f"{start}check/").url).text
    finally:
        connections.close_all()


def acknowledgements(address):
    with scoped(ALL):
        return OutboxMessage.objects.filter(purpose="case.acknowledgement", recipients=[address]).count()


def send_at_once(walk):
    """Send one form in parallel. Return a line for each page that does not show the one case."""
    address = walk.model.known().get("email")
    earlier = acknowledgements(address)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        cookies = [walk.client.cookies.copy() for _ in range(AT_ONCE)]
        pages = list(pool.map(post_check, cookies, [walk.start] * AT_ONCE))
    with scoped(ALL):
        case = Case.objects.latest("pk")
    mails = acknowledgements(address) - earlier
    wrong = [f"{walk.start}: another case than {case}" for page in pages if case.reference not in page]
    return wrong + [f"{walk.start}: {mails} mails"] * (mails != bool(address))


@pytest.mark.django_db(transaction=True)
def test_parallel_posts_of_a_drawn_form_create_one_case(anyone, amount, proof):
    runs, failures, sent, numbers = amount(3, 100), [], [], count()

    @drawn(runs, phases=[Phase.generate])
    @given(definition=definitions(), data=st.data())
    def walk(definition, data):
        cache.clear()  # an address gets one acknowledgement a day
        made = Walk(Client(), publish(definition, slug=f"drawn-{next(numbers)}"), data)
        sent.append(made.finish(lambda: failures.extend(send_at_once(made))))
        assume(sent[-1])

    walk()
    proof("B-21", f"drawn forms sent by {AT_ONCE} parallel posts", tried=sum(sent), failures=failures)
