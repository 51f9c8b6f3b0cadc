"""Every component in a real browser: axe, small screens, big text, and what the scripts add."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]

PAGES = ["/gallery/", "/gallery/?errors=1", "/gallery/desk/?errors=1"]
WIDE_TEXT = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_page, axe, path, scheme):
    page = new_page(color_scheme=scheme)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        page.goto(path)
        axe(page)
        assert overflow(page) <= 0


@pytest.mark.parametrize("css", [WIDE_TEXT, "html { font-size: 200% }"])
def test_doubled_and_widely_spaced_text_fits(new_page, css):
    page = new_page(viewport={"width": 640, "height": 1000}, bypass_csp=True)
    for path in PAGES:
        page.goto(path)
        page.add_style_tag(content=css)
        assert overflow(page) <= 0


def test_from_right_to_left_nothing_scrolls_sideways_and_axe_is_content(new_page, axe):
    page = new_page(viewport={"width": 320, "height": 1000})
    page.goto("/gallery/?errors=1&lang=ar")
    assert page.evaluate("document.dir") == "rtl"
    assert page.locator("link[href*='rtl.css']").count() == 1
    axe(page)
    assert overflow(page) <= 0


def test_after_a_refusal_focus_is_on_the_summary_and_its_links_lead_into_the_fields(page):
    page.goto("/gallery/?errors=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter an email address").click()
    assert page.evaluate("document.activeElement.id") == "id_address"


def test_questions_under_an_answer_open_with_it(page):
    page.goto("/gallery/")
    assert not page.get_by_label("Your email address").is_visible()
    page.get_by_label("By email").check()
    assert page.get_by_label("Your email address").is_visible()
    page.get_by_label("By phone").check()
    assert not page.get_by_label("Your email address").is_visible()
    assert page.get_by_label("Your phone number").is_visible()


def test_without_scripts_every_question_is_there(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/gallery/")
    assert page.get_by_label("Your email address").is_visible()
    assert page.get_by_label("Your phone number").is_visible()
    assert page.get_by_role("link", name="Leave this site").get_attribute("href").startswith("https://")


def test_leaving_the_site_takes_the_place_of_the_page(browser, live_server):
    """In a context of its own: here a request elsewhere is what the person wants."""
    with browser.new_context(base_url=live_server.url) as context:
        context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
        page = context.new_page()
        page.goto("/gallery/desk/")
        page.goto("/gallery/")
        page.get_by_role("link", name="Leave this site").click()
        page.wait_for_url(re.compile("bbc"))
        page.go_back()
        assert page.url.endswith("/gallery/desk/")


def test_a_form_pressed_twice_is_sent_once(page):
    page.goto("/gallery/")
    sent = []
    page.route(
        "**/gallery/", lambda route: sent.append(1) if route.request.method == "POST" else route.continue_()
    )
    page.get_by_role("button", name="Continue").dblclick(no_wait_after=True)
    page.wait_for_timeout(300)
    assert sent == [1]


def test_chosen_files_are_named(page):
    page.goto("/gallery/")
    page.get_by_label("Add photos or documents").set_input_files(
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in ("one", "two")]
    )
    assert page.locator(".ui-chosen-files li").all_inner_texts() == ["one.txt", "two.txt"]


def test_a_session_about_to_end_can_be_kept(page, axe):
    page.goto("/session/")
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    dialog.wait_for()
    axe(page)
    with page.expect_response("**/session/stay/"):
        dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")


def test_a_session_that_ended_says_so_and_keeps_what_was_typed(page):
    page.goto("/session/")
    page.get_by_role("alert").get_by_text("You have been signed out").wait_for()
    assert not page.get_by_role("dialog").is_visible()
