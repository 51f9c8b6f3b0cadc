"""The command palette in a browser: pages, views, acts on the open case, and what is half typed."""

import pytest

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests.browser import painted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
FOCUSED = "document.activeElement.id || document.activeElement.textContent"


LABEL = "Go to a page, a view or an action"


def open_palette(page):
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=LABEL).wait_for()
    page.locator("#palette-list [aria-selected=true]").wait_for()


def selected(page):
    box = page.get_by_role("combobox", name=LABEL)
    return page.locator(f"#{box.get_attribute('aria-activedescendant')}").inner_text()


def choose(page, typed):
    open_palette(page)
    page.keyboard.type(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_palette_is_accessible_and_leads_to_a_page(signed_in, axe, ben, case, size):
    page = signed_in(ben, viewport=size)
    page.goto("/office/cases/")
    open_palette(page)
    axe(page)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
    page.keyboard.type("stand lines")
    assert "Texts: templates and standard lines" in selected(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/office/texts/")


def test_arrows_move_through_what_was_found_and_around(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto("/office/my-day/")
    open_palette(page)
    first = selected(page)
    page.keyboard.press("ArrowDown")
    assert selected(page) != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert selected(page) == first
    assert page.evaluate(FOCUSED) == "palette-box"


def test_escape_closes_it_and_gives_the_focus_back(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.get_by_label("Your reply").focus()
    for key in ("Escape", "Control+k"):
        open_palette(page)
        page.keyboard.press(key)
        page.get_by_role("dialog").wait_for(state="detached")
        assert page.evaluate(FOCUSED) == "id_body"


def test_view_is_opened_and_unknown_words_are_searched_for(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto("/office/my-day/")
    choose(page, "third party")
    assert page.url.endswith("/office/cases/?view=third-party")
    choose(page, "broken lift")
    assert page.url.endswith("/office/search/?q=broken+lift")


def test_act_on_the_open_case_keeps_what_is_half_typed(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    address = f"/office/cases/{case.reference}/"
    page.goto(address)
    page.get_by_label("Your reply").press_sequentially("Half a reply")
    choose(page, "assign to me")
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).assignee_id == ben.pk
    assert page.get_by_label("Your reply").input_value() == "Half a reply"
    page.get_by_label("Your reply").fill("Another half")
    choose(page, "guides")
    page.goto(address)
    assert page.get_by_label("Your reply").input_value() == "Another half"


def test_note_of_the_open_case_is_written_from_the_palette(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    open_palette(page)
    page.keyboard.type("write a no")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Write a note").wait_for()
    page.keyboard.press("Control+k")
    painted(page)
    assert page.get_by_role("combobox", name=LABEL).count() == 0, "no palette above a dialog"


def test_no_command_sends_or_closes_at_once(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    open_palette(page)
    page.keyboard.type("send reply")
    assert selected(page) == "Search cases: send reply"
    page.keyboard.press("Escape")
    open_palette(page)
    page.keyboard.type("close")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Outcome").first.wait_for()
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).closed_at is None


def test_link_in_the_footer_opens_it_and_leads_to_a_page_without_scripts(new_page, signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto("/office/cases/")
    page.get_by_role("link", name="Go to").click()
    page.get_by_role("combobox", name=LABEL).wait_for()
    plain = signed_in(ben, viewport=WIDE, java_script_enabled=False)
    plain.goto("/office/cases/")
    plain.get_by_role("link", name="Go to").click()
    plain.get_by_role("heading", name="Go to").wait_for()
