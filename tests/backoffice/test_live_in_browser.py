"""Open pages show what colleagues do, and leave alone what is being typed, ticked or focused."""

import uuid

import pytest

from casework.cases.services.case import assign
from casework.cases.services.messages.message import add_note, receive_message
from casework.wall.scope import office_scope, scoped
from tests import factories
from tests.browser import painted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_LOOK = 6_000


@pytest.fixture
def opened(signed_in, ben):
    def open_page(path):
        page = signed_in(ben, viewport={"width": 1280, "height": 900})
        page.clock.install()
        page.goto(path)
        return page

    return open_page


def test_message_appears_while_a_reply_is_typed(opened, ada, case):
    page = opened(f"/office/cases/{case.reference}/")
    box = page.get_by_label("Your reply")
    box.press_sequentially("Dear Ada, half a sen")
    receive_message(case=case, body="The lift is stuck again.", by=ada, once=uuid.uuid4())
    page.clock.fast_forward(A_LOOK)
    page.get_by_text("The lift is stuck again.").wait_for()
    page.get_by_role("status").get_by_text("This case has changed").wait_for()
    box.press_sequentially("tence")
    assert box.input_value() == "Dear Ada, half a sentence"
    assert page.evaluate("document.activeElement.name") == "body"


def test_turn_strip_changes_once_its_focus_has_left(opened, ben, dev, case):
    page = opened(f"/office/cases/{case.reference}/")
    link = page.locator("[data-live=strip]").get_by_role("link").first
    link.focus()
    name = link.inner_text()
    with scoped(office_scope(case.office_id)):
        assign(case=case, to=dev, by=dev)
    page.clock.fast_forward(A_LOOK)
    page.locator("[data-live=work]").get_by_text("Dev").wait_for()
    assert page.evaluate("document.activeElement.innerText") == name
    page.get_by_label("Your reply").focus()
    page.clock.fast_forward(A_LOOK)
    page.locator("[data-live=strip]").wait_for()


def test_row_of_the_queue_changes_and_a_ticked_one_does_not(opened, dev, office, case):
    other = factories.case(office=office, subject="Another lift")
    page = opened("/office/cases/")
    page.get_by_label(f"Tick {other.reference}").check()
    page.get_by_role("heading", name="Cases").focus()
    with scoped(office_scope(office.pk)):
        for each in (case, other):
            assign(case=each, to=dev, by=dev)
    page.clock.fast_forward(A_LOOK)
    page.locator(f"[data-live-row={case.reference}]").get_by_text("Dev").wait_for()
    assert page.get_by_label(f"Tick {other.reference}").is_checked()
    assert page.locator(f"[data-live-row={other.reference}]").get_by_text("Assign to me").is_visible()


def test_new_case_is_announced_with_a_link_and_moves_no_row(opened, office, case):
    page = opened("/office/cases/")
    factories.case(office=office, subject="Another lift")
    page.clock.fast_forward(A_LOOK)
    page.get_by_role("status").get_by_text("The list has changed").wait_for()
    assert page.get_by_text("Another lift").count() == 0
    page.get_by_role("link", name="Show the list again").click()
    page.get_by_role("link", name="Another lift").wait_for()


def test_page_asks_nothing_while_hidden(opened, case):
    page, asked = opened("/office/cases/"), []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.fast_forward(60_000)
    painted(page)
    assert [url for url in asked if "/live/" in url] == []


def test_own_note_is_no_surprise(opened, ben, case):
    page = opened(f"/office/cases/{case.reference}/")
    with scoped(office_scope(case.office_id)):
        add_note(case=case, body="Ring them on Friday", by=ben, once=uuid.uuid4())
    page.clock.fast_forward(A_LOOK)
    page.get_by_text("Ring them on Friday").wait_for()


def test_closing_is_undone_by_hand(opened, office, case):
    type(office).objects.filter(pk=office.pk).update(undo_minutes=2)
    page = opened(f"/office/cases/{case.reference}/close/")
    page.get_by_label("What was the outcome?").fill("It is mended.")
    page.get_by_role("button", name="Close the case").click()
    page.get_by_role("heading", name="Closes at").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The case is as it was").wait_for()
    assert page.get_by_role("heading", name="Closes at").count() == 0
