"""The quick exit and a closed tab in real Chromium: nothing of a visit on a shared device is seen again."""

import re
import shutil
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

from casework.questionnaires.models import Submission
from tests.browser import FLAGS, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "canary-77e1f0"
AWAY = re.compile(r"//127\.0\.0\.1")
FOR_GOING_BACK = "--disable-back-forward-cache"


@pytest.fixture(scope="module")
def chromium(browser):
    """Playwright switches the cache for going back off; people have it."""
    real = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=FLAGS, ignore_default_args=[FOR_GOING_BACK]
    )
    yield real
    real.close()


@pytest.fixture
def visitor(chromium, live_server, contact, settings):
    """A browser of its own; with `scripts` off, that of somebody without JavaScript."""
    # A page of another origin that a test can reach.
    settings.QUICK_EXIT_URL = live_server.url.replace("localhost", "127.0.0.1") + "/health/live"
    contexts = []

    def come(*, scripts=True):
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield come
    for context in contexts:
        context.close()


def go_on(page, *answers):
    for answer in answers:
        page.get_by_label(answer).check()
    press(page, "Continue")


def tell(page, *, shared):
    """Answer as far as the details, and type there without sending."""
    page.goto("/raise/contact/")
    go_on(page, "No, or I am not sure", "Yes, or I am not sure" if shared else "No, only I use it")


def write_details(page):
    go_on(page, "A problem I would", "Me, my family")
    go_on(page, "Myself")
    go_on(page, "Transport")
    go_on(page, "I have no fixed address")
    page.get_by_label("None of these").check()
    go_on(page)
    page.locator("input[type=radio]").first.check()
    go_on(page)
    page.get_by_label("In a few words").fill(f"{SECRET} subject")
    page.get_by_label("What happened?").fill(f"{SECRET} story")
    go_on(page)


def seen_going_back(page, steps):
    """What each page says that the back button leads to."""
    texts = []
    for _step in range(steps):
        with suppress(TimeoutError):
            page.go_back(wait_until="load", timeout=2_000)
        page.wait_for_timeout(100)
        texts.append(page.inner_text("body") + "".join(boxes(page)))
    return texts


def boxes(page):
    return page.eval_on_selector_all("input, textarea", "all => all.map(one => one.value)")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_back_button_shows_nothing_after_the_quick_exit(visitor, scripts):
    page = visitor(scripts=scripts).new_page()
    tell(page, shared=True)
    write_details(page)
    page.go_back()
    assert SECRET in "".join(boxes(page))
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(AWAY)
    assert not Submission.objects.exists()
    assert page.context.cookies() == []
    for text in seen_going_back(page, 8):
        assert SECRET not in text


def test_a_visit_that_is_not_ended_would_be_seen_again(visitor, monkeypatch):
    monkeypatch.setattr("portal.leave.views.ends_on_leaving", lambda request: False)
    page = visitor(scripts=False).new_page()
    tell(page, shared=True)
    write_details(page)
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(AWAY)
    assert any(SECRET in text for text in seen_going_back(page, 3))


def test_a_closed_tab_leaves_nothing_for_the_next_one(visitor):
    context = visitor()
    page = context.new_page()
    tell(page, shared=True)
    write_details(page)
    last = page.url
    page.close()
    following = context.new_page()
    following.goto(last, wait_until="commit")
    following.wait_for_url(AWAY)
    assert not Submission.objects.exists()
    assert context.cookies() == []


def test_a_reload_and_a_link_in_another_tab_go_on(visitor):
    context = visitor()
    page = context.new_page()
    tell(page, shared=True)
    page.reload()
    assert page.get_by_label("A problem I would").is_visible()
    with context.expect_page() as opened:
        page.get_by_role("link", name="My cases").click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    page.reload()
    assert page.get_by_label("A problem I would").is_visible()


def test_a_new_browser_finds_nothing_and_ones_own_device_keeps_its_answers(visitor):
    page = visitor().new_page()
    tell(page, shared=False)
    again = page.context.new_page()
    again.goto("/raise/contact/about/")
    assert again.get_by_label("A problem I would").is_visible()
    assert visitor().new_page().goto("/raise/contact/about/").url.count("safety")
