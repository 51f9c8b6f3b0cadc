"""Browser tests of every component: axe, small screens, large text and scripts."""

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
def test_gallery_has_no_axe_findings_and_no_horizontal_scrolling(new_page, axe, path, scheme):
    page = new_page(color_scheme=scheme)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        page.goto(path)
        axe(page)
        assert overflow(page) <= 0


@pytest.mark.parametrize("css", [WIDE_TEXT, "html { font-size: 200% }"])
def test_large_and_spaced_text_fits(new_page, css):
    page = new_page(viewport={"width": 640, "height": 1000}, bypass_csp=True)
    for path in PAGES:
        page.goto(path)
        page.add_style_tag(content=css)
        assert overflow(page) <= 0


def test_right_to_left_gallery_has_no_axe_findings_and_fits(new_page, axe):
    page = new_page(viewport={"width": 320, "height": 1000})
    page.goto("/gallery/?errors=1&lang=ar")
    assert page.evaluate("document.dir") == "rtl"
    assert page.locator("link[href*='rtl.css']").count() == 1
    axe(page)
    assert overflow(page) <= 0


def test_error_summary_has_focus_and_links_the_fields(page):
    page.goto("/gallery/?errors=1")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter an email address").click()
    assert page.evaluate("document.activeElement.id") == "id_address"


def test_fields_of_a_choice_are_revealed_with_it(page):
    page.goto("/gallery/")
    assert not page.get_by_label("Your email address").is_visible()
    page.get_by_label("By email").check()
    assert page.get_by_label("Your email address").is_visible()
    page.get_by_label("By phone").check()
    assert not page.get_by_label("Your email address").is_visible()
    assert page.get_by_label("Your phone number").is_visible()


def test_all_fields_are_visible_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/gallery/")
    assert page.get_by_label("Your email address").is_visible()
    assert page.get_by_label("Your phone number").is_visible()
    assert page.get_by_role("link", name="Leave this site").get_attribute("href").startswith("https://")


def test_exit_link_replaces_the_page_in_the_history(browser, live_server):
    """Use a separate context that allows a request to another host."""
    with browser.new_context(base_url=live_server.url) as context:
        context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
        page = context.new_page()
        page.goto("/gallery/desk/")
        page.goto("/gallery/")
        page.get_by_role("link", name="Leave this site").click()
        page.wait_for_url(re.compile("bbc"))
        page.go_back()
        assert page.url.endswith("/gallery/desk/")


def test_double_click_submits_once(page):
    page.goto("/gallery/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").dblclick()
    assert len(sent) == 1, f"a double click sends the form once, not {len(sent)} times"


def test_selected_files_are_listed(page):
    page.goto("/gallery/")
    page.get_by_label("Add photos or documents").set_input_files(
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in ("one", "two")]
    )
    assert page.locator(".ui-chosen-files li").all_inner_texts() == ["one.txt", "two.txt"]


def test_session_warning_can_extend_the_session(page, axe):
    page.goto("/session/240/")
    dialog = page.get_by_role("dialog", name="You will be signed out in 4 minutes")
    dialog.wait_for()
    assert "What you have typed stays on this page" in page.get_by_role("dialog").text_content()
    assert dialog.get_attribute("aria-describedby") == "session-why"
    axe(page)
    with page.expect_response("**/session/stay/"):
        dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden")


def test_ended_session_shows_an_alert(page):
    page.goto("/session/5/")
    page.get_by_role("alert").get_by_text("You have been signed out").wait_for()
    assert not page.get_by_role("dialog").is_visible()
