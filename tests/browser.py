"""Fixtures that open pages in Chromium and check them with axe."""

import time

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

from scripts.chromium import quickest_chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def press(page, name, role="button"):
    """Press a button that leads to a page, or follow a link: on a slow machine the click is over before it has come."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def painted(page):
    """Wait until the page has been drawn twice, so that its scripts have had their chance."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def wait_until(page, condition, expected):
    """Let the page work until the condition holds; fail with what was expected."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, f"after 30 seconds still not: {expected}"
        painted(page)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=quickest_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server):
    """Opens a page in a browser of its own; fails the test for script errors, CSP violations and foreign requests."""
    contexts, complaints = [], []

    def listen(page):
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "blob:"))
                else complaints.append(f"request to {request.url}")
            ),
        )

    def open_page(**options):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        listen(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def signed_in(new_page, live_server, sign_in):
    """Opens a page, in a browser of its own, at which this person is signed in."""

    def open_page(user, **options):
        page = new_page(**options)
        name = settings.SESSION_COOKIE_NAME
        value = sign_in(user, on=Client()).cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture
def axe(request):
    """Fails with what axe-core finds on the page as it stands, all rules included. Pages are alike on both databases,
    so the run on SQLite looks for both; on either it waits until the page is whole."""
    looks = request.config.getoption("--engine") != "postgresql"

    def check(page, *, without=()):
        page.wait_for_load_state()
        if not looks:
            return
        # A script tag would be blocked by our own policy; evaluating goes past it.
        page.evaluate(AXE_SCRIPT)
        rules = {rule: {"enabled": False} for rule in without}
        run = "rules => axe.run(document, {resultTypes: ['violations'], rules})"
        found = page.evaluate(run, rules)["violations"]
        assert not found, "\n".join(
            f"{page.url} {v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes'][:5]]}" for v in found
        )

    return check
