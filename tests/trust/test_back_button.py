"""B-19, threat 46: after signing out, the back button shows nothing of what was there, in real Chromium.

Playwright switches the cache for going back off; here it is on, as it is for people.
"""

import shutil
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError

from accounts.middleware import SessionLimits
from accounts.models import KeptForm
from accounts.vault import seal
from cms.setup import editors
from tests import factories
from tests.browser import FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CANARY = "canary-5d1e77"
FOR_GOING_BACK = "--disable-back-forward-cache"


@pytest.fixture(scope="module")
def chromium(browser):
    real = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=FLAGS, ignore_default_args=[FOR_GOING_BACK]
    )
    yield real
    real.close()


@pytest.fixture
def people(assembly):
    """Who signs in, and the pages each of them sees something on."""
    for user in (assembly.ada, assembly.ben, assembly.dev):
        type(user).objects.filter(pk=user.pk).update(name=CANARY)
        user.refresh_from_db()
    case = factories.case(office=assembly.office, raised_by=assembly.ada, subject=f"{CANARY} lift")
    edna, ruth = (
        factories.staff(f"Edna {CANARY}".replace(" ", "-")),
        factories.staff("Ruth", is_administrator=True),
    )
    edna.groups.add(editors())
    kept = KeptForm.objects.create(
        user=assembly.ada, path="/my-cases/", sealed=seal(f'[["body", "{CANARY}"]]')
    )
    of_case = ["case_detail", "case_answers", "case_close", "case_assign"]
    return {
        "a constituent": (
            assembly.ada,
            ["/my-cases/", f"/my-cases/{case.reference}/", reverse("accounts_kept", args=[kept.uuid])],
        ),
        "a caseworker": (
            assembly.ben,
            [
                "/office/cases/",
                *(reverse(f"backoffice:{name}", args=[case.reference]) for name in of_case if has(name)),
                "/office/team/",
                "/office/team/invitations/",
                "/accounts/2fa/",
                "/accounts/password/change/",
            ],
        ),
        "a manager": (assembly.dev, ["/office/log/", "/office/data/", "/office/team/invite/"]),
        "an editor": (
            edna,
            ["/editor/", "/editor/pages/", "/editor/reports/useful/", "/editor/reports/site-history/"],
        ),
        "an administrator": (ruth, ["/office/administration/", "/office/administration/manager/"]),
    }


def has(name):
    from tests.wall.urls import doors

    return any(door.name == name for door in doors("office/"))


@pytest.fixture
def signed_in_at(chromium, live_server, sign_in, client):
    """A browser of its own in which this person is signed in."""
    contexts = []

    def open_browser(user):
        context = chromium.new_context(base_url=live_server.url, locale="en-GB")
        context.set_default_timeout(20_000)
        contexts.append(context)
        cookie = sign_in(user, on=client.__class__()).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def shown_after_signing_out(page, path):
    """Opens a page, signs out, and goes back as far as it goes: what of the page is seen again."""
    answer = page.goto(path)
    assert answer.ok, f"{path} is not there: {answer.status}"
    assert page.url.endswith(path), f"{path} is not for this person: {page.url}"
    before = page.inner_text("body")
    page.goto(reverse("account_logout"))
    with page.expect_navigation():
        page.locator(f"form[action='{reverse('account_logout')}'] button, main form button").first.click()
    seen = []
    for _each in range(2):
        with suppress(TimeoutError):  # a page that comes back whole fires no event
            page.go_back(wait_until="load", timeout=3_000)
        page.wait_for_timeout(300)
        text = page.inner_text("body")
        if text.strip() == before.strip() or CANARY in text:
            seen.append(f"{path}: seen again at {page.url}")
    return seen


@pytest.mark.parametrize(
    "who", ["a constituent", "a caseworker", "a manager", "an editor", "an administrator"]
)
def test_going_back_shows_nothing(people, signed_in_at, who, amount, proof):
    user, every = people[who]
    paths, failures = every[: amount(2, len(every))], []
    for path in paths:
        failures += shown_after_signing_out(signed_in_at(user), path)
    proof("B-19", f"going back after signing out, {who}", tried=len(paths), failures=failures)


def test_a_page_that_a_browser_may_keep_is_noticed(people, signed_in_at, monkeypatch):
    monkeypatch.setattr("config.middleware._is_private", lambda *_asked: False)
    monkeypatch.setattr(SessionLimits, "__call__", lambda limits, request: limits.get_response(request))
    user, _paths = people["a caseworker"]
    assert shown_after_signing_out(signed_in_at(user), "/office/cases/")
