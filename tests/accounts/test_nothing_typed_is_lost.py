"""What was typed survives an expired page and a lost session; each test follows the advice of the page it gets."""

import re
import uuid

import pytest
from django.test import Client

from accounts.models import UnsentText
from accounts.sessions.shared_device import SHARED
from casework.cases.models import Message, Note
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped

HERE = {"Origin": "http://testserver"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TYPED = "Half a page about the lift."


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def follow_advice(browser, page, address):
    """Press "Send it again" on a page, as its form stands there."""
    assert "Send it again" in page.text
    sent = dict(HIDDEN.findall(page.text.partition("<main")[2]))
    return browser.post(address, sent, headers=HERE)


def test_wizard_text_survives_a_failed_csrf_check(browser, contact):
    step = "/raise/contact/safety/"
    sent = {"safety-safe": "no", "safety-safe_way": TYPED}
    page = browser.post(step, sent, headers=HERE)
    assert page.status_code == 403
    assert TYPED in page.text
    assert follow_advice(browser, page, step).status_code == 302
    assert Submission.objects.get().answers["safety"]["safe_way"] == TYPED


def test_form_of_another_site_is_never_offered_for_sending(browser, contact):
    page = browser.post(
        "/raise/contact/safety/", {"safety-safe_way": TYPED}, headers={"Origin": "https://evil.example"}
    )
    assert page.status_code == 403
    assert TYPED not in page.text


def lost(browser):
    """Lose the session, as when another tab signed out or the cookie is gone."""
    browser.cookies.clear()


def test_message_survives_a_lost_session(ada, case, sign_in, browser):
    address = f"/my-cases/{case.reference}/"
    sign_in(ada, on=browser)
    lost(browser)
    browser.get("/accounts/login/code/")
    sent = {"once": uuid.uuid4(), "body": TYPED, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    page = browser.post(address, sent, headers=HERE)
    assert "signed out. What you typed is still here" in page.text
    assert TYPED in page.text
    sign_in(ada, on=browser)  # in another tab, as the page advises
    response = follow_advice(browser, page, address)
    assert response.status_code == 302
    if "unsent" in response.url:
        response = follow_advice(browser, browser.get(response.url), address)
    with scoped(ALL):
        assert Message.objects.filter(case=case, body=TYPED).count() == 1


def test_note_survives_a_lost_session(ben, case, sign_in, browser):
    address = f"/office/cases/{case.reference}/note/"
    sign_in(ben, on=browser)
    lost(browser)
    browser.get("/accounts/login/code/")
    sent = {"once": uuid.uuid4(), "body": TYPED, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    page = browser.post(address, sent, headers=HERE)
    assert TYPED in page.text
    sign_in(ben, on=browser)
    response = follow_advice(browser, page, address)
    if "unsent" in response.url:
        follow_advice(browser, browser.get(response.url), address)
    with scoped(ALL):
        assert Note.objects.filter(case=case, body=TYPED).count() == 1


def test_nothing_typed_outlives_the_visit_on_a_shared_device(ada, case, sign_in, browser):
    sign_in(ada, on=browser)
    session = browser.session
    session[SHARED] = True
    session.save()
    page = browser.post(f"/my-cases/{case.reference}/", {"once": uuid.uuid4(), "body": TYPED}, headers=HERE)
    assert TYPED in page.text
    assert not UnsentText.objects.exists()
    assert "no-store" in page.headers["Cache-Control"]
