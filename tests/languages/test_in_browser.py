"""Browser tests of pages in another language, from right to left, on a narrow screen."""

import pytest

from tests.browser import press

NARROW = {"width": 320, "height": 800}
PAGES = (
    "/find-your-members/",
    "/find-your-members/borough/",
    "/accounts/login/code/",
    "/search/",
    "/raise/contact/",
)


def width_of(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_from_right_to_left_fit_a_narrow_screen(new_page, contact, polish):
    page = new_page(viewport=NARROW)
    for path in PAGES:
        page.goto(f"/ar{path}")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl", path
        assert width_of(page) <= 320, path
        assert page.locator("main [lang=en]").count() == page.locator("main [lang=en][dir=ltr]").count(), path


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_language_is_changed_on_a_step_without_losing_the_answer(new_page, contact, polish, scripts):
    page = new_page(viewport=NARROW, java_script_enabled=scripts)
    page.goto("/ar/raise/contact/safety/")
    page.locator("input[name=safety-safe][value=yes]").check()
    press(page, "Polski")
    assert "/pl/raise/contact/safety/" in page.url
    assert page.locator("input[name=safety-safe][value=yes]").is_checked()
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    assert width_of(page) <= 320


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_phone_number_keeps_its_direction(new_page, contact, polish):
    page = new_page(viewport=NARROW)
    page.goto("/ar/find-your-members/")
    assert "\u2066020\u00a07946\u00a00100\u2069" in page.locator("footer").text_content()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_polish_word_for_email_is_never_broken(new_page, contact, polish):
    page = new_page(viewport=NARROW)
    page.goto("/pl/search/")
    lines = """words => words.map(word => {
        const range = document.createRange();
        range.selectNodeContents(word);
        return range.getClientRects().length;
    })"""
    for width in range(320, 480, 4):
        page.set_viewport_size({"width": width, "height": 800})
        assert set(page.locator("footer .ui-unbroken").evaluate_all(lines)) == {1}, width


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_space_before_such_a_word_stays_in_a_button(new_page, contact, polish):
    page = new_page(viewport=NARROW)
    page.goto("/pl/search/")
    widths = page.locator("main").evaluate(
        """main => ["adres <span class=ui-unbroken>e-mail</span>", "adres e-mail"].map(words => {
            main.insertAdjacentHTML("beforeend", `<button class=govuk-button>${words}</button>`);
            return main.lastElementChild.offsetWidth;
        })"""
    )
    assert widths[0] == widths[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_english_sentences_about_danger_keep_their_order_from_right_to_left(new_page, contact, polish):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto("/ar/")
    places = page.locator(".ui-box-999").first.evaluate(
        """box => {
            box.innerHTML = "<p><bdi lang=en dir=ltr>Call 999.</bdi> <bdi lang=en dir=ltr>Press 55.</bdi></p>";
            return [...box.querySelectorAll("bdi")].map(each => each.getBoundingClientRect().left);
        }"""
    )
    assert places[0] < places[1]
