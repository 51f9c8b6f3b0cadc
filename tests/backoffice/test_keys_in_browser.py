"""Single keys in a browser: a case is taken and answered without a mouse, and nothing happens in a field."""

import pytest

from accounts.services import choose_keys
from casework.cases.models import Case, Message
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import painted, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.name || document.activeElement.innerText || document.activeElement.id"


@pytest.fixture
def page(signed_in, ben):
    choose_keys(user=ben, keys=list("/jkoxarntcg?"))
    return signed_in(ben, viewport={"width": 1280, "height": 900})


def assignee(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk).assignee_id


def test_case_is_taken_and_answered_without_a_mouse(page, ben, case, office):
    factories.case(office=office, subject="Another lift")
    page.goto("/office/cases/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "Another lift" in page.evaluate(FOCUSED)
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.get_by_label(f"Tick {case.reference}").is_checked()
    with page.expect_navigation():
        page.keyboard.press("o")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert assignee(case) == ben.pk
    page.keyboard.press("r")
    assert page.evaluate(FOCUSED) == "body"
    page.keyboard.type("Dear Ada, gone to jack, not a rant?")
    assert page.get_by_label("Your reply").input_value().startswith("Dear Ada, gone to jack, not a rant?")
    while page.evaluate(FOCUSED) != "Send reply":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with scoped(ALL):
        assert Message.objects.filter(case=case, direction="out").count() == 1


def test_keys_without_a_row_open_and_assign_nothing(page, case):
    page.goto("/office/cases/")
    for key in ("o", "x", "a"):
        page.keyboard.press(key)
    painted(page)
    assert page.url.endswith("/office/cases/")
    assert assignee(case) is None
    assert not page.get_by_label(f"Tick {case.reference}").is_checked()


def test_question_mark_shows_the_list_and_escape_closes_it(page, case):
    page.goto("/office/cases/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="What each key does")
    dialog.get_by_text("go to the reply").wait_for()
    page.keyboard.press("j")  # nothing moves behind it
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_slash_opens_the_menu_of_a_phone_and_focuses_search(page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/office/cases/")
    page.keyboard.press("/")
    page.keyboard.type("lift")
    assert page.get_by_role("searchbox").input_value() == "lift"


def test_slash_focuses_search_and_g_leads_to_places(page, case):
    page.goto(f"/office/cases/{case.reference}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("gd")
    painted(page)
    assert page.get_by_role("searchbox").input_value() == "gd"
    page.locator("h1").click()
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("d")
    assert page.url.endswith("/office/my-day/")


def test_note_opens_beside_the_case(page, case):
    page.goto(f"/office/cases/{case.reference}/")
    page.keyboard.press("n")
    page.get_by_role("dialog", name="Write a note").wait_for()
    wait_until(page, lambda: page.evaluate(FOCUSED) == "body", "the focus is in the note")
    page.keyboard.type("jk")
    assert page.get_by_role("dialog").get_by_label("Note").input_value() == "jk"
