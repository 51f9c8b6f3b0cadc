"""Text that is left by a click on another link, in Chromium: with a session, without one, and on the first step."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from casework.cases.models import Message, Note
from casework.wall.scope import ALL, scoped
from tests.browser import press, wait_until
from tests.sessions import end_session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "Half a page about the lift."
FIRST = "/raise/contact/safety/"
WAY = "[name=safety-safe_way]"
BACK = "‹ My cases"


@pytest.fixture
def message(signed_in, ada, case):
    """Open the page of ada's case and type a message on it."""
    page = signed_in(ada)
    page.goto(f"/my-cases/{case.reference}/")
    page.get_by_label("Your message").fill(TYPED)
    return page


def test_message_left_by_a_link_is_in_its_box_again(message, case):
    press(message, BACK, role="link")
    message.goto(f"/my-cases/{case.reference}/")
    assert message.get_by_label("Your message").input_value() == TYPED
    assert message.get_by_text("It has not been sent").is_visible()
    with scoped(ALL):
        assert not Message.objects.filter(body=TYPED).exists()


def test_message_that_was_left_and_then_sent_leaves_nothing_behind(message, case):
    address = message.url
    press(message, BACK, role="link")
    message.goto(address)
    press(message, "Send reply")
    message.goto(address)
    assert message.get_by_label("Your message").input_value() == ""


def test_link_after_the_session_ended_leads_to_signing_in_and_back_to_what_was_typed(
    message, ada, case, sign_in, live_server
):
    name = end_session_of(message)
    press(message, BACK, role="link")
    assert message.get_by_text("nothing had happened for a while").is_visible()
    assert parse_qs(urlsplit(message.url).query)["next"] == [f"/my-cases/{case.reference}/"]
    value = sign_in(ada, on=Client()).cookies[name].value
    message.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    message.goto(f"/my-cases/{case.reference}/")
    assert message.get_by_label("Your message").input_value() == TYPED


def test_link_after_signing_out_elsewhere_leads_to_a_page_with_what_was_typed(message):
    message.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(message, BACK, role="link")
    assert message.get_by_role("heading", name="What you typed is still here").is_visible()
    assert message.get_by_text(TYPED).is_visible()


def test_message_is_kept_when_the_page_warns_that_the_session_ends(message, case):
    message.evaluate("document.dispatchEvent(new Event('session-ends-soon'))")
    elsewhere = message.context.new_page()

    def kept():
        elsewhere.goto(f"/my-cases/{case.reference}/")
        return elsewhere.get_by_label("Your message").input_value() == TYPED

    wait_until(elsewhere, kept, "the message to be kept while its page is open")


@pytest.fixture
def first_step(new_page, contact):
    """Open the first step and type on it, before any answer was sent."""
    page = new_page()
    page.goto(FIRST)
    page.get_by_label("No, or I am not sure").check()
    page.locator(WAY).fill(TYPED)
    return page


def kept_on_first_step(page):
    page.goto(FIRST)
    return page.locator(WAY).input_value() == TYPED


def test_first_step_left_by_a_link_is_shown_again(first_step):
    press(first_step, "My cases", role="link")
    assert kept_on_first_step(first_step)
    [session] = [
        each for each in first_step.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME
    ]
    assert session["expires"] == -1  # with the browser: no one has said yet whether others use the device


def test_first_step_whose_page_is_closed_is_not_kept(first_step):
    first_step.goto("about:blank")
    assert not kept_on_first_step(first_step)


def test_first_step_is_not_kept_by_leaving_this_site(first_step, live_server, settings):
    settings.QUICK_EXIT_URL = f"{live_server.url}/my-cases/open/"
    press(first_step, "My cases", role="link")
    first_step.goto(FIRST)
    press(first_step, "Leave this site", role="link")
    assert not kept_on_first_step(first_step)


def test_note_left_by_a_link_is_shown_again_unless_left_without_saving(signed_in, ben, case):
    page, address = signed_in(ben), f"/office/cases/{case.reference}/note/"
    for link, shown in (("Team", TYPED), ("Back without saving", "")):
        page.goto(address)
        page.get_by_label("Note", exact=True).fill(TYPED)
        press(page, link, role="link")
        page.goto(address)
        assert page.get_by_label("Note", exact=True).input_value() == shown
    with scoped(ALL):
        assert not Note.objects.filter(body=TYPED).exists()
