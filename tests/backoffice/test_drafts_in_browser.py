"""A half-written reply in a browser: saved as it is typed, and there after every link and button of the case page."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from casework.cases.models import Case, ReplyDraft
from casework.constituents.models import Constituent
from casework.replies.models import OfficeWording
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press, wait_until
from tests.sessions import end_session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
SHOTS = os.environ.get("SCREENSHOTS")  # folder for screenshots of the tested pages


def look(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{name} scrolls sideways: {widths}"


def bodies():
    with scoped(ALL):
        return set(ReplyDraft.objects.values_list("body", flat=True))


def test_typing_is_saved_and_a_second_editor_is_warned(signed_in, ben, dev, case):
    address = f"/office/cases/{case.reference}/"
    first, second = signed_in(ben, viewport=WIDE), signed_in(dev, viewport=WIDE)
    first.goto(address)
    first.get_by_label("Your reply").press_sequentially("Dear Ada")
    first.get_by_text("Draft saved").wait_for()
    second.goto(address)
    assert second.get_by_label("Your reply").input_value() == "Dear Ada"
    second.get_by_label("Your reply").fill("Dear Ada, from Dev")
    second.get_by_text("Draft saved").wait_for()
    first.get_by_label("Your reply").fill("Dear Ada, from Ben")
    first.get_by_text("Both texts are kept").wait_for()
    assert bodies() == {"Dear Ada, from Dev", "Dear Ada, from Ben"}


# Everything that can be pressed on the page of a case, without jumps within it, signing out and sending.
PRESSED = (
    "a[href]:not([href^='#']):not([target]), "
    "button:not([type=button], :has-text('Sign out'), :has-text('Send'), [data-save-draft])"
)
IN_A_DIALOG = "element => element.matches('[data-act-here], [data-palette]')"


def test_half_written_reply_outlives_every_link_and_button_of_the_case(signed_in, ben, office, case):
    address = f"/office/cases/{case.reference}/?list=%3Fview%3Dopen"
    factories.case(office=office)
    page = signed_in(ben, viewport=WIDE)
    page.goto(address)
    tried, words, number = set(), "", page.locator(PRESSED).count()
    for place in range(number):
        page.goto(address)
        box, pressed = page.get_by_label("Your reply"), page.locator(PRESSED).nth(place)
        assert box.input_value() == words, f"lost after {tried}"
        if place >= page.locator(PRESSED).count() or not pressed.is_visible():  # gone once it was pressed
            continue
        words = f"Half a reply {place}"
        box.fill(words)
        tried.add(pressed.inner_text())
        if pressed.evaluate(IN_A_DIALOG):
            pressed.click()
            page.get_by_role("dialog").wait_for()
            wait_until(page, lambda words=words: words in bodies(), "the draft is saved as it was typed")
        else:
            with page.expect_navigation():
                pressed.click()
    page.goto(address)
    assert page.get_by_label("Your reply").input_value() == words
    assert {
        "My day",
        "Search",
        "Log a call",
        "Preview",
        "Flag a risk",
        "Assign to me",
        "Single keys",
    } <= tried


def test_reply_outlives_another_address_typed_at_once(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.get_by_label("Your reply").fill("Half a reply")
    page.goto("/office/my-day/")
    wait_until(page, lambda: bodies() == {"Half a reply"}, "the text typed a moment before is saved")


def test_what_is_typed_while_a_save_is_under_way_outlives_another_address(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    text, under_way = page.get_by_label("Your reply"), []
    page.route("**/draft/**", lambda route: under_way.append(route) if not under_way else route.continue_())
    text.fill("Half")
    wait_until(page, lambda: under_way, "the first save is under way")
    text.fill("Half a reply")
    page.goto("/office/my-day/")
    wait_until(page, lambda: bodies() == {"Half a reply"}, "what was typed during the save is saved")


def test_long_text_is_saved_in_every_script_and_the_browser_asks_before_it_is_left(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.get_by_label("Your reply").fill("\u0995" * 19_000)
    page.get_by_text("Draft saved").wait_for()
    assert bodies() == {"\u0995" * 19_000}
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Your reply").press("Control+End")
    page.get_by_label("Your reply").press_sequentially("!")
    page.evaluate("location.assign('/office/my-day/')")
    wait_until(page, lambda: asked == ["beforeunload"], "the browser asks")


def test_text_that_was_sent_is_not_in_the_box_again_after_the_back_button(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.get_by_label("Your reply").fill("Dear Ada, it is mended.")
    press(page, "Send reply")
    page.go_back()
    assert page.get_by_label("Your reply").input_value() == ""


def test_half_written_reply_outlives_signing_out(signed_in, ben, case):
    address = f"/office/cases/{case.reference}/"
    page = signed_in(ben, viewport=WIDE)
    page.goto(address)
    page.get_by_label("Your reply").fill("Half a reply")
    press(page, "Sign out")
    again = signed_in(ben, viewport=WIDE)
    again.goto(address)
    assert again.get_by_label("Your reply").input_value() == "Half a reply"


def test_reply_typed_after_the_session_ended_is_carried_by_the_page_that_says_so(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    end_session_of(page)
    page.get_by_label("Your reply").fill("Dear Ada, typed too late")
    press(page, "My day", role="link")
    page.get_by_role("heading", name="What you typed is still here").wait_for()
    assert "Dear Ada, typed too late" in page.locator("blockquote").all_inner_texts()


def test_reply_stays_on_the_page_while_the_server_is_not_reached(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.route("**/draft/**", lambda route: route.abort())
    page.get_by_label("Your reply").fill("Dear Ada, without a connection")
    page.get_by_role("link", name="My day").click()
    page.get_by_text("Not saved. Your text is still here").wait_for()
    assert page.get_by_label("Your reply").input_value() == "Dear Ada, without a connection"


def test_send_leads_nowhere_while_the_server_is_not_reached(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.route("**/draft/**", lambda route: route.fulfill(status=502))
    page.get_by_label("Your reply").fill("Dear Ada, without a server")
    page.get_by_role("button", name="Send reply").click()
    page.get_by_text("Not saved. Your text is still here").wait_for()
    page.unroute("**/draft/**")
    press(page, "Send reply")
    page.get_by_text("Your reply is sent.").wait_for()


def test_text_is_there_after_a_send_that_failed_and_the_back_button(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.route("**/reply/**", lambda route: route.fulfill(status=502, body="Back soon"))
    page.get_by_label("Your reply").fill("Dear Ada, sent at once")
    press(page, "Send reply")
    page.go_back()
    assert page.get_by_label("Your reply").input_value() == "Dear Ada, sent at once"


def test_send_is_in_view_and_the_text_focused_after_pressing_reply(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    page.get_by_role("link", name="Reply", exact=True).click()
    wait_until(
        page, lambda: page.evaluate("document.activeElement.id") == "id_body", "the focus is in the box"
    )
    box = page.get_by_role("button", name="Send reply").bounding_box()
    assert 0 <= box["y"] <= WIDE["height"] - box["height"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_of_replies_do_not_scroll_sideways(signed_in, axe, ben, dev, office, case, size):
    today, name = timezone.localdate(), f"{size['width']}"
    with scoped(ALL):
        OfficeWording.objects.create(
            office=office, kind="line", name="Night tube", language="English", owner=ben, review_on=today,
            body="The night tube runs on Fridays and Saturdays.", expires_on=today - timedelta(days=1),
        )  # fmt: skip
        Constituent.objects.filter(pk=case.constituent_id).update(language="Bengali")
        Case.objects.filter(pk=case.pk).update(assignee=ben, next_on=today - timedelta(days=1))
        ReplyDraft.objects.create(
            office=office, case=case, author=ben, seen=case.version, entered={"turn": ["constituent"]},
            body="Dear {name},\n\nThe night tube runs on Fridays and Saturdays.\n\nI write again on {next date}.",
        )  # fmt: skip
    factories.case(office=office, subject="Towpath lights out at Limehouse Cut")
    pages, manager = signed_in(ben, viewport=size), signed_in(dev, viewport=size)
    for shot, page, address in (
        ("my-day", pages, "/office/my-day/"),
        ("reply", pages, f"/office/cases/{case.reference}/?list=%3Fview%3Dopen&look=check"),
        ("texts", manager, "/office/texts/"),
        ("text", manager, "/office/texts/add/"),
    ):
        assert page.goto(address).status == 200, address
        look(page, f"{shot}-{name}")
        axe(page)


def test_note_is_written_without_leaving_the_page_of_the_case(signed_in, axe, ben, case):
    address = f"/office/cases/{case.reference}/"
    page = signed_in(ben, viewport=WIDE)
    page.goto(address)
    page.get_by_label("Your reply").fill("Half a reply")
    page.get_by_role("link", name="Write a note").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill("Call on Monday")
    axe(page)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Save note").click()
    assert page.url.split("#")[0].endswith(address)
    page.get_by_text("Call on Monday").first.wait_for()
    assert page.get_by_label("Your reply").input_value() == "Half a reply"


def test_dialog_is_closed_without_saving_and_gives_the_focus_back(signed_in, ben, case):
    page = signed_in(ben, viewport=WIDE)
    page.goto(f"/office/cases/{case.reference}/")
    link = page.get_by_role("link", name="Close", exact=True)
    link.click()
    page.get_by_role("dialog").get_by_role("link", name="Back").click()
    wait_until(page, lambda: page.get_by_role("dialog").count() == 0, "the dialog is closed")
    assert page.evaluate("document.activeElement.textContent") == "Close"
