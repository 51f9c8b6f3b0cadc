"""Passkeys in Chromium with a virtual authenticator: set-up from an invitation, and sign-in."""

import pytest
from django.urls import reverse

from accounts.models import User
from casework.offices.access.invitations import invite_administrator
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "otters under the bridge"


@pytest.fixture
def page_with_authenticator(page):
    """Return a page with a virtual authenticator that always confirms."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_passkey_is_set_up_and_signs_in(page_with_authenticator, axe):
    page = page_with_authenticator
    token = invite_administrator(email="ivy@staff.example", name="Ivy")
    page.goto(reverse("open_invitation", args=[token]))
    axe(page)
    page.get_by_label("Your name").fill("Ivy")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    press(page, "Accept and continue")
    axe(page)
    press(page, "Use a passkey instead", role="link")
    axe(page)
    page.get_by_role("button", name="Set up passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    axe(page)
    press(page, "Sign out")
    assert page.url.endswith(reverse("account_login"))
    axe(page)
    page.get_by_label("Work email address").fill("ivy@staff.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/office/**")
    assert User.objects.get(email="ivy@staff.example").authenticator_set.filter(type="webauthn").count() == 1


@pytest.mark.parametrize(
    "name", ["account_request_login_code", "account_login", "accounts_no_factor", "account_inactive"]
)
def test_sign_in_pages_are_accessible_and_do_not_scroll_sideways(page, axe, name):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(reverse(name))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_code_page_is_accessible(page, axe):
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("Your email address").fill("ada@london.example")
    press(page, "Send me a code")
    axe(page)
    page.get_by_label("Code from our email").fill("1234 5678")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
