"""The back office in a browser at two widths, checked by axe, by keyboard and without scripts."""

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import AccountLock, User
from casework.cases.models import Case, CaseFile, Message, Topic
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.places.models import Borough
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import painted, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
SHOTS = os.environ.get("SCREENSHOTS")  # folder for screenshots of the tested pages


@pytest.fixture
def busy(assembly):
    """Create cases in every state and return one with every kind of timeline entry."""
    today = timezone.localdate()
    with scoped(ALL):
        topic = Topic.objects.create(slug="stations", name="Stations")
        borough = Borough.objects.get()
    main = factories.case(
        office=assembly.office,
        raised_by=assembly.ada,
        subject="Lift at Hackney Central",
        topic=topic,
        borough=borough,
        answers=[{"question": "Is it safe to email you?", "answer": "Yes"}],
    )
    factories.note(main, body="Same lift as the two cases in September.")
    with scoped(ALL):
        reply_to_constituent(
            case=main,
            body="Dear Ada,\n\nthank you for writing.",
            by=assembly.ben,
            turn=Turn.OFFICE,
            once=uuid.uuid4(),
        )
        message = factories.message(main, body="Is there any news?")
        CaseFile.objects.create(
            office=main.office, case=main, message=message, key="0" * 32, name="lift-notice.jpg",
            content_type="image/jpeg", size=1_200_000, sha256="0" * 64,
        )  # fmt: skip
        set_turn(case=main, turn=Turn.OFFICE, by=assembly.ben, next_on=today - timedelta(days=2))
    for number, subject in enumerate(
        ["Bus shelter broken since March", "Trees felled for the bus lane", "Noise"]
    ):
        case = factories.case(office=assembly.office, subject=subject, topic=topic, borough=borough)
        with scoped(ALL):
            Case.objects.filter(pk=case.pk).update(
                next_on=today + timedelta(days=number),
                turn=[Turn.THIRD_PARTY, Turn.CONSTITUENT, Turn.OFFICE][number],
                waiting_on="Transport for London" if number == 0 else "",
                assignee=assembly.ben if number == 1 else None,
            )
    factories.case(office=assembly.office, subject="A safe-contact matter", safe_contact=True)
    return main


def look(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{name} scrolls sideways: {widths}"


@pytest.mark.parametrize("size", SIZES)
def test_case_pages_are_accessible_and_do_not_scroll_sideways(signed_in, axe, ben, busy, size):
    page = signed_in(ben, viewport=SIZES[size])
    case = f"/office/cases/{busy.reference}/"
    pages = ["/office/cases/", "/office/cases/?q=bus&turn=office", case, f"{case}note/", f"{case}turn/"]
    pages += [f"{case}assign/", f"{case}close/", f"{case}answers/", "/office/team/"]
    for address in pages:
        assert page.goto(address).status == 200, address
        look(page, f"{size}-{address.strip('/').replace('/', '_').replace('?', '_')}")
        axe(page)


@pytest.mark.parametrize("size", SIZES)
def test_log_pages_are_accessible_and_do_not_scroll_sideways(signed_in, axe, assembly, dev, ben, busy, size):
    User.objects.filter(pk=ben.pk).update(is_active=False)
    AccountLock.objects.create(user=ben, locked_at=timezone.now())
    manager = signed_in(dev, viewport=SIZES[size])
    case = f"/office/cases/{busy.reference}/"
    pages = [case, f"{case}readers/", "/office/log/", "/office/log/?kind=reading&since_day=40&case=x"]
    pages += ["/office/log/copy/", "/office/team/", "/office/team/review/"]
    with scoped(ALL):
        pages.append(f"/office/team/{ben.memberships.get().uuid}/unlock/")
    boss = signed_in(factories.staff("Boss", is_administrator=True), viewport=SIZES[size])
    for page, address in [*((manager, each) for each in pages), (boss, "/office/administration/log/")]:
        assert page.goto(address).status == 200, address
        look(page, f"log-{size}-{address.strip('/').replace('/', '_').replace('?', '_')}")
        axe(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_reply_is_previewed_and_sent(signed_in, axe, ben, busy, scripts):
    page = signed_in(ben, viewport=SIZES["wide"], java_script_enabled=scripts)
    page.goto(f"/office/cases/{busy.reference}/")
    page.get_by_label("Your reply").fill("Dear Ada,\n\nthe part is on order.")
    press(page, "Preview")
    assert "the part is on order" in page.locator(".ui-preview").inner_text()
    if scripts:
        look(page, "preview")
        axe(page)
    press(page, "Send reply")
    assert "Your reply is sent" in page.get_by_role("status").first.inner_text()
    with scoped(ALL):
        assert Message.objects.filter(case=busy, body__contains="the part is on order").count() == 1


def test_focus_moves_to_errors_or_preview_after_submitting(signed_in, ben, busy):
    page = signed_in(ben, viewport=SIZES["wide"])
    refused, previewed = page.locator("[data-error-summary]:focus"), page.locator("#preview-heading:focus")
    page.goto(f"/office/cases/{busy.reference}/")
    page.get_by_role("button", name="Send reply").click()
    refused.wait_for()
    painted(page)  # a URL fragment would move the focus only now
    assert refused.is_visible(), "the focus stays at the list of errors after a refused reply"
    page.get_by_label("Your reply").fill("The part is on order.")
    page.get_by_role("button", name="Preview").click()
    previewed.wait_for()
    page.get_by_label("Your reply").fill("")
    page.get_by_role("button", name="Preview").click()
    refused.wait_for()


def test_queue_works_with_keyboard_only(signed_in, ben, busy):
    page = signed_in(ben, viewport=SIZES["wide"])
    page.goto("/office/cases/")
    for _step in range(60):
        page.keyboard.press("Tab")
        if "Assign to me" in page.evaluate("document.activeElement.innerText || ''"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")
    assert "You’re now the owner" in page.locator("#result").inner_text()


def test_menu_is_folded_on_a_phone_and_open_on_a_wide_screen(signed_in, ben):
    page = signed_in(ben, viewport=SIZES["phone"])
    page.goto("/office/cases/")
    places = page.get_by_role("navigation", name="Main").get_by_role("link"), page.get_by_role("searchbox")
    assert not any(place.first.is_visible() for place in places)
    page.get_by_text("Menu", exact=True).click()
    assert all(place.first.is_visible() for place in places)
    page.reload()
    page.set_viewport_size(SIZES["wide"])
    assert all(place.first.is_visible() for place in places)
    assert not page.get_by_text("Menu", exact=True).is_visible()


def test_focus_after_assign_to_me_is_the_result_and_then_the_next_row(signed_in, ben, assembly):
    *_earlier, third = (factories.case(office=assembly.office, subject=f"Case {n}") for n in "123")
    page = signed_in(ben, viewport=SIZES["wide"])
    page.goto("/office/cases/?view=no-ones")
    page.get_by_role("row").filter(has_text="Case 2").get_by_role("button", name="Assign to me").press(
        "Enter"
    )
    page.wait_for_selector("#result:focus")
    page.keyboard.press("Tab")
    row = page.evaluate("document.activeElement.closest('tr').textContent")
    assert third.subject in row
    assert page.locator("#result").count() == 1


def test_printed_case_shows_what_was_said_and_nothing_to_press(signed_in, ben, case):
    page = signed_in(ben)
    page.goto(f"/office/cases/{case.reference}/")
    page.emulate_media(media="print")
    assert page.get_by_text("The lift is broken.").is_visible()
    for words in ("Flag a risk", "Correct name, contact or facts", "Send reply"):
        assert not page.get_by_text(words, exact=True).is_visible(), words
