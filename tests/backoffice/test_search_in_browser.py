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
    box = page.get_by_role("searchbox")
    box.press_sequentially("hackn")
    page.locator("#search-suggestions a").wait_for()
    box.press("Escape")
    page.locator("#search-suggestions").wait_for(state="hidden")
    assert box.input_value() == "hackn"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
