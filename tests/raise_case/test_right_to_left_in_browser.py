"""Browser test of long right-to-left text in every text field of the form on a narrow screen."""

import pytest

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests.browser import press
from tests.raise_case.test_in_browser import go_to_details

NAME = "عبد الرحمن بن محمد الهاشمي من شارع الزيتون الطويل " * 2
WORDS = "main input[type=text]:visible, main textarea:visible"


def fill_every_field(page):
    """Fill every text input and textarea up to its maximum length."""
    for field in page.locator(WORDS).all():
        longest = int(field.get_attribute("maxlength") or 1000)
        field.fill(NAME[:longest].strip())


def assert_fits_the_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    hidden = (
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321).length"
    )
    assert page.evaluate(hidden) == 0, page.url


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_long_right_to_left_text_is_stored_whole_and_breaks_no_page(new_page, contact):
    page = new_page(viewport={"width": 320, "height": 800})
    go_to_details(page)
    while "/check/" not in page.url:
        fill_every_field(page)
        if page.get_by_label("Email address").count():
            page.get_by_label("Email address").fill("amina@london.example")
        if page.get_by_label("English", exact=True).count():
            page.get_by_label("English", exact=True).check()
        assert_fits_the_screen(page)
        press(page, "Continue")
        assert not page.title().startswith("Error"), page.url
    assert_fits_the_screen(page)
    said = page.get_by_text(NAME.strip()[:40]).first
    assert said.evaluate("e => getComputedStyle(e.closest('bdi, [dir]') || e).direction") == "rtl"
    press(page, "Send my case")
    with scoped(ALL):
        case = Case.objects.select_related("constituent").get()
        assert case.messages.get().body.count(NAME.strip()) == 2
        assert case.constituent.name == NAME.strip()[: len(case.constituent.name)]
        assert len(case.constituent.name) > 60
