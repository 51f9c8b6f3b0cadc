"""A page of real work cannot act in practice, nor a page of practice in real work, whatever tab it is in."""

import re

import pytest
from django.test import Client

from accounts.middleware import SEEN_AT
from casework.cases.models import Case, Note
from casework.cases.services.practice.office import remove_practice
from casework.wall.scope import ALL, scoped

PRACTICE, LOG = "/office/practice/", "/office/contacts/"
CALL = {
    "channel": "phone",
    "about": "new",
    "name": "Ola Test",
    "subject": "A call",
    "kind": "problem",
    "nature": "casework",
    "body": "They rang.",
    "risk": "none",
    "safe": "yes",
    "turn": "office",
}


@pytest.fixture
def browser(sign_in, ben):
    """A client of Ben that checks the tokens of forms, as browsers are checked."""
    return sign_in(ben, on=Client(enforce_csrf_checks=True))


@pytest.fixture
def clock_moved(settings):
    """Return a function after which nothing has happened in a session for too long."""

    def move(browser):
        session = browser.session
        session[SEEN_AT] -= settings.SESSION_IDLE_SECONDS + 1
        session.save()

    return move


def token_of(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]


def press(browser, url, *, page, **sent):
    headers = {"Origin": "http://testserver"}
    return browser.post(url, {"csrfmiddlewaretoken": token_of(page)} | sent, headers=headers)


def start(browser):
    assert press(browser, f"{PRACTICE}start/", page=browser.get(PRACTICE)).status_code == 302


def stop(browser):
    assert press(browser, f"{PRACTICE}stop/", page=browser.get(PRACTICE)).status_code == 302


def send_call(browser, page):
    form = page.context["form"]
    return press(browser, LOG, page=page, once=form["once"].value(), member=form["member"].value(), **CALL)


def calls():
    with scoped(ALL):
        return Case.objects.filter(subject="A call").count()


def test_real_call_is_refused_in_practice_and_saved_after_it(browser, ben):
    page = browser.get(LOG)
    start(browser)
    refused = send_call(browser, page)
    assert refused.status_code == 403
    assert "You opened that page before you began to practise." in refused.text
    assert calls() == 0
    stop(browser)
    assert send_call(browser, page).status_code == 302
    with scoped(ALL):
        assert Case.objects.get(subject="A call").office.practice_of is None


def test_practised_call_is_refused_in_real_work(browser):
    start(browser)
    page = browser.get(LOG)
    stop(browser)
    refused = send_call(browser, page)
    assert refused.status_code == 403
    assert "You opened that page while you practised." in refused.text
    assert calls() == 0


def test_practised_page_works_again_in_the_next_practice(browser):
    start(browser)
    page = browser.get(LOG)
    stop(browser)
    start(browser)
    assert send_call(browser, page).status_code == 302


def test_page_of_practice_deleted_elsewhere_acts_on_nothing(browser, ben, practice_of):
    start(browser)
    page = browser.get(LOG)
    remove_practice(office=practice_of(ben), by=ben)
    answer = send_call(browser, page)
    assert answer.url == PRACTICE
    assert "Practice has ended, so nothing was saved." in browser.get(PRACTICE).text
    assert calls() == 0
    assert send_call(browser, page).status_code == 403


def test_text_typed_in_practice_is_not_kept_when_the_session_ends(browser, ben, clock_moved):
    start(browser)
    page = browser.get(LOG)
    clock_moved(browser)
    assert send_call(browser, page).status_code == 302
    assert not ben.unsent_texts.exists()


def test_refused_text_is_not_stored_to_be_sent_to_the_wrong_office(browser, ben):
    page = browser.get(LOG)
    start(browser)
    send_call(browser, page)
    assert not ben.unsent_texts.exists()


def test_note_on_a_real_case_is_refused_in_practice(browser, case):
    page = browser.get(f"/office/cases/{case.reference}/")
    start(browser)
    note = {"once": "d3b07384-d9a0-4c9b-8f3e-6a5f4f1d2c3b", "body": "Mine"}
    assert press(browser, f"/office/cases/{case.reference}/note/", page=page, **note).status_code == 403
    with scoped(ALL):
        assert not Note.objects.filter(case=case).exists()


def test_page_left_open_since_before_sign_in_still_offers_its_text(browser, ben):
    page = browser.get(LOG)
    browser.cookies["csrftoken"] = "x" * 32
    answer = send_call(browser, page)
    assert answer.status_code == 302
    assert ben.unsent_texts.exists()
