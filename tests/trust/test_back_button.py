"""B-19, threat 46: after signing out, the back button shows nothing of earlier pages, in real Chromium.

Playwright disables the back/forward cache; here it is on, as for people.
"""

import shutil

import pytest
from django.urls import reverse

from accounts.middleware import SessionLimits
from accounts.models import UnsentText
from accounts.vault import seal
from cms.setup import editors
from tests import factories
from tests.browser import FLAGS, painted, wait_until

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
    """Return who signs in, and pages with content for each."""
    for user in (assembly.ada, assembly.ben, assembly.dev):
        type(user).objects.filter(pk=user.pk).update(name=CANARY)
        user.refresh_from_db()
    case = factories.case(office=assembly.office, raised_by=assembly.ada, subject=f"{CANARY} lift")
    edna, ruth = (
        factories.staff(f"Edna {CANARY}".replace(" ", "-")),
        factories.staff("Ruth", is_administrator=True),
    )
    edna.groups.add(editors())
    kept = UnsentText.objects.create(
        user=assembly.ada, path="/my-cases/", sealed=seal(f'[["body", "{CANARY}"]]')
    )
    of_case = ["case_detail", "case_answers", "case_close", "case_assign"]
    return {
        "a constituent": (
            assembly.ada,
            ["/my-cases/", f"/my-cases/{case.reference}/", reverse("accounts_unsent_text", args=[kept.uuid])],
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
    from tests.wall.urls import url_patterns

    return any(url_pattern.name == name for url_pattern in url_patterns("office/"))


@pytest.fixture
def signed_in_at(chromium, live_server, sign_in, client):
    """Return a separate browser in which this person is signed in."""
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
    """Open a page, sign out, go back as far as possible, and return what of the page is seen again."""
    answer = page.goto(path)
    assert answer.ok, f"{path} is not there: {answer.status}"
    assert page.url.endswith(path), f"{path} is not for this person: {page.url}"
    before = page.inner_text("body")
    page.goto(reverse("account_logout"))
    with page.expect_navigation():
        page.locator(f"form[action='{reverse('account_logout')}'] button, main form button").first.click()
    seen = []
    for _each in range(2):
        page.go_back(wait_until="commit")  # a page that comes back whole fires no other event
        # Not wait_for_function: it evaluates a string, which our content security policy forbids.
        wait_until(page, lambda: page.evaluate("document.readyState") == "complete", "the page has loaded")
        painted(page)
        text = page.inner_text("body")
        if text.strip() == before.strip() or CANARY in text:
            seen.append(f"{path}: seen again at {page.url}")
    return seen


@pytest.mark.parametrize(
    "who", ["a constituent", "a caseworker", "a manager", "an editor", "an administrator"]
)
def test_back_button_after_sign_out_shows_no_content(people, signed_in_at, who, amount, proof):
    user, every = people[who]
    paths, failures = every[: amount(2, len(every))], []
    for path in paths:
        failures += shown_after_signing_out(signed_in_at(user), path)
    proof("B-19", f"going back after signing out, {who}", tried=len(paths), failures=failures)


def test_cacheable_page_is_detected(people, signed_in_at, monkeypatch):
    monkeypatch.setattr("config.middleware._is_private", lambda *_asked: False)
    monkeypatch.setattr(SessionLimits, "__call__", lambda limits, request: limits.get_response(request))
    user, _paths = people["a caseworker"]
    assert shown_after_signing_out(signed_in_at(user), "/office/cases/")
