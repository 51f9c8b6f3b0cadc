"""Browser tests of the search for one's Members."""

import pytest

from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIND = "/find-your-members/"


@pytest.mark.parametrize(
    "address", ["", "in/newham/", "borough/", "no-address/", "outside/", "order/"], ids=lambda a: a or "form"
)
def test_every_page_is_accessible_and_fits_320_pixels(new_page, axe, assembly, places, address):
    page = new_page(viewport={"width": 320, "height": 800})
    page.goto(FIND + address)

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_works_by_keyboard_and_without_scripts(new_page, assembly, postcodes):
    page = new_page(java_script_enabled=False)
    page.goto(FIND)
    page.get_by_label("Your postcode").focus()
    page.keyboard.type("ZZ1 1ZZ")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    box = page.get_by_label("Your postcode")
    assert box.input_value() == "ZZ1 1ZZ"

    box.fill("e16 1ze")
    with page.expect_navigation():
        box.press("Enter")

    assert page.url.endswith(f"{FIND}in/newham/")
    button = page.get_by_role("link", name="Raise a case with Ines Vale")
    assert button.get_attribute("href").endswith("?member=ines-vale&borough=newham")


def test_page_with_a_refused_postcode_is_accessible(page, axe, assembly, postcodes):
    page.goto(FIND)
    press(page, "Find my Members")

    assert page.title().startswith("Error: Find your Members")
    axe(page)
