"""A click on another link in Chromium keeps what was typed."""

import pytest

from tests import factories
from tests.browser import press, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "Half a page about the lift."


@pytest.fixture
def page(signed_in):
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = signed_in(made.ada)
    page.goto(f"/my-cases/{case.reference}/")
    return page


@pytest.fixture
def left(page):
    """Return the address of a case whose message was typed and left by another link, once the page shows it again."""
    address = page.url
    page.get_by_label("Your message").fill(TYPED)
    press(page, "Change how we contact you", role="link")

    def shown_again():
        page.goto(address)
        return page.get_by_label("Your message").input_value() == TYPED

    wait_until(page, shown_again, "the message to be kept")
    return address


def test_message_is_kept_when_another_link_is_pressed(page, left):
    assert page.get_by_text("It has not been sent").is_visible()


def test_sent_message_leaves_nothing_behind(page, left):
    press(page, "Send reply")
    page.goto(left)
    assert page.get_by_label("Your message").input_value() == ""
