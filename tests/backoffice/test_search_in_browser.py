"""The search box in a browser: suggestions while typing, by keyboard, and on a phone."""

import pytest

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_suggestion_is_reached_by_keyboard(assembly, signed_in, axe):
    case = factories.case(office=assembly.office, subject="Lift at Hackney Central")
    page = signed_in(assembly.ben)
    page.goto("/office/cases/")
    box = page.get_by_role("searchbox")
    box.press_sequentially("hackn")
    page.get_by_text("1 suggestion below").wait_for(state="attached")
    axe(page)
    box.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/office/cases/{case.reference}/")


def test_escape_closes_the_suggestions(assembly, signed_in):
    factories.case(office=assembly.office, subject="Lift at Hackney Central")
    page = signed_in(assembly.ben, viewport={"width": 320, "height": 640})
    page.goto("/office/cases/")
    page.get_by_text("Menu", exact=True).click()
    box = page.get_by_role("searchbox")
    box.press_sequentially("hackn")
    page.locator("#search-suggestions a").wait_for()
    box.press("Escape")
    page.locator("#search-suggestions").wait_for(state="hidden")
    assert box.input_value() == "hackn"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_arrow_keys_go_through_the_suggestions_and_back_to_the_box(assembly, signed_in):
    cases = [factories.case(office=assembly.office, subject=f"Lift at Hackney {n}") for n in range(2)]
    page = signed_in(assembly.ben)
    page.goto("/office/cases/")
    page.get_by_role("searchbox").press_sequentially("hackn")
    page.get_by_text("2 suggestions below").wait_for(state="attached")
    for key in ("ArrowDown", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/office/cases/{cases[0].reference}/")
