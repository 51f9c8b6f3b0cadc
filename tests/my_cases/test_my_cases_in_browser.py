"""Browser tests of the further pages of a case: no axe finding, and no page wider than a phone."""

import uuid

import pytest

from casework.cases.models import Case
from casework.cases.services.alerts.choice import stop_token
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.outbox import texts
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press
from ui.links import page_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def check_page(axe):
    def check(page, address="", button=""):
        if address:
            page.goto(address)
        if button:
            press(page, button)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    return check


@pytest.mark.parametrize("width", [1280, 320])
def test_constituent_pages_are_accessible_and_fit_the_screen(
    signed_in, check_page, width, tmp_path, settings
):
    settings.TEXTS = {"BACKEND": f"{texts.__name__}.FileTexts", "OPTIONS": {"path": str(tmp_path)}}
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = signed_in(made.ada, viewport={"width": width, "height": 900})
    here = f"/my-cases/{case.reference}/"
    check_page(page, f"{here}print/")
    check_page(page, f"{here}alerts/")
    page.get_by_label("A text message each time").check()
    check_page(page, button="Save my choice")
    page.get_by_label("Mobile number").fill("07700 900123")
    check_page(page, button="Save my choice")
    check_page(page, "/my-cases/add/", button="Send me a code")
    page.get_by_label("Reference of your case").fill(factories.case(office=made.office).reference)
    check_page(page, button="Send me a code")
    check_page(page, button="Add the case")
    check_page(page, f"{here}no-longer-needed/", button="Close my case")
    check_page(page, f"{here}feedback/", button="Send answer")
    page.get_by_label("Partly").check()
    check_page(page, button="Send answer")
    check_page(page, button="Open this case again")
    link = page_link("portal:stop_alerts", stop_token(case.constituent)).partition("/my-cases/")[2]
    check_page(page, f"/my-cases/{link}")
    check_page(page, button="Stop these emails")


@pytest.mark.parametrize("width", [1280, 320])
def test_office_pages_are_accessible_and_fit_the_screen(signed_in, check_page, width):
    made = factories.assembly()
    case = factories.case(office=made.office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0000")
        reply_to_constituent(case=case, body="Yes.", by=made.ben, turn=Turn.OFFICE, once=uuid.uuid4())
    page = signed_in(made.ben, viewport={"width": width, "height": 900})
    check_page(page, f"/office/cases/{case.reference}/")
    check_page(page, button="I’ve told them")
    check_page(page, f"/office/cases/{case.reference}/account-link/", button="Show a code")
    check_page(page, "/office/cases/?view=contact-tasks")
    check_page(page, "/office/feedback/")
    with scoped(ALL):
        close_case(case=Case.objects.get(pk=case.pk), outcome="It is mended.", by=made.ben)
    check_page(page, f"/office/cases/{case.reference}/")


@pytest.mark.parametrize("width", [1280, 320])
def test_result_of_a_reply_stands_below_the_sticky_line(signed_in, width):
    """The browser scrolls to what a link leads to, and the line with the way out stays above it."""
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = signed_in(made.ada, viewport={"width": width, "height": 700})
    page.goto(f"/my-cases/{case.reference}/")
    page.get_by_label("Your message").fill("It left early again.")
    press(page, "Send reply")
    page.locator("#result:focus").wait_for()
    line = page.locator(".ui-line").bounding_box()
    assert page.locator("#result").bounding_box()["y"] >= line["y"] + line["height"]
