"""Browser tests of the quick exit and of a closed tab: a visit on a shared device cannot be seen again."""

import re
import shutil

import pytest

from casework.questionnaires.models import Submission
from tests.browser import FLAGS, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "canary-77e1f0"
AWAY = re.compile(r"//127\.0\.0\.1")
NO_BACK_FORWARD_CACHE = "--disable-back-forward-cache"


@pytest.fixture(scope="module")
def chromium(browser):
    """Yield a Chromium with the back/forward cache, which Playwright disables."""
    with_cache = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=FLAGS, ignore_default_args=[NO_BACK_FORWARD_CACHE]
    )
    yield with_cache
    with_cache.close()


@pytest.fixture
def visitor(chromium, live_server, contact, settings):
    """Yield a function that opens a new browser context, with or without scripts."""
    # a page of another origin without network access
    settings.QUICK_EXIT_URL = live_server.url.replace("localhost", "127.0.0.1") + "/health/live"
    contexts = []

    def open_context(*, scripts=True):
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


def go_on(page, *answers):
    for answer in answers:
        page.get_by_label(answer).check()
    press(page, "Continue")


def start_form(page, *, shared):
    """Start the form and answer what it asks about safety."""
    page.goto("/raise/contact/")
    go_on(page, "No, or I am not sure")
    go_on(page, "Yes, or I am not sure" if shared else "No, only I use it")
    go_on(page)


def write_details(page):
    """Answer the steps up to the details with a recognisable text."""
    go_on(page, "A problem I would", "Me, my family")
    go_on(page, "Myself")
    go_on(page, "Transport")
    go_on(page, "I have no fixed address")
    page.get_by_label("None of these").check()
    go_on(page)
    go_on(page, "Hugh Marsh")
    page.get_by_label("In a few words").fill(f"{SECRET} subject")
    page.get_by_label("What happened?").fill(f"{SECRET} story")
    go_on(page)


def texts_going_back(page, steps):
    """Return the text and field values of each page the back button leads to."""
    texts = []
    for _ in range(steps):
        page.go_back()
        page.wait_for_load_state()
        texts.append(page.inner_text("body") + "".join(field_values(page)))
    return texts


def field_values(page):
    return page.eval_on_selector_all("input, textarea", "all => all.map(one => one.value)")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_back_button_shows_no_answers_after_the_quick_exit(visitor, scripts):
    page = visitor(scripts=scripts).new_page()
    start_form(page, shared=True)
    write_details(page)
    page.go_back()
    assert SECRET in "".join(field_values(page))
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(AWAY)
    assert not Submission.objects.exists()
    assert page.context.cookies() == []
    for text in texts_going_back(page, 8):
        assert SECRET not in text


def test_back_button_shows_answers_if_the_exit_does_not_end_the_visit(visitor, monkeypatch):
    monkeypatch.setattr("portal.leave.views.ends_on_leaving", lambda request: False)
    page = visitor(scripts=False).new_page()
    start_form(page, shared=True)
    write_details(page)
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(AWAY)
    assert any(SECRET in text for text in texts_going_back(page, 3))


def test_next_tab_after_a_closed_tab_ends_the_visit(visitor):
    context = visitor()
    page = context.new_page()
    start_form(page, shared=True)
    write_details(page)
    last = page.url
    page.close()
    following = context.new_page()
    following.goto(last, wait_until="commit")
    following.wait_for_url(AWAY)
    assert not Submission.objects.exists()
    assert context.cookies() == []


def test_reload_and_link_in_another_tab_continue_the_visit(visitor):
    context = visitor()
    page = context.new_page()
    start_form(page, shared=True)
    page.reload()
    assert page.get_by_label("A problem I would").is_visible()
    with context.expect_page() as opened:
        page.get_by_role("link", name="My cases").click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    page.reload()
    assert page.get_by_label("A problem I would").is_visible()


def test_own_device_keeps_the_answers_and_another_browser_has_none(visitor):
    page = visitor().new_page()
    start_form(page, shared=False)
    again = page.context.new_page()
    again.goto("/raise/contact/about/")
    assert again.get_by_label("A problem I would").is_visible()
    assert visitor().new_page().goto("/raise/contact/about/").url.count("safety")


def test_three_presses_of_shift_leave_and_are_announced(visitor):
    page = visitor().new_page()
    page.goto("/raise/contact/safety/")
    said = page.locator(".ui-exit + [role=status]")
    page.keyboard.press("Shift")
    assert "2 more times" in said.text_content()
    page.keyboard.press("Shift")
    assert "1 more time" in said.text_content()
    page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_capital_letters_do_not_leave(visitor):
    page = visitor().new_page()
    page.goto("/find-your-members/")
    page.get_by_label("Your postcode").press_sequentially("ABC")
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    assert page.locator(".ui-exit + [role=status]").text_content() == ""
    assert page.url.endswith("/find-your-members/")
