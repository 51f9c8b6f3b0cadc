"""The further pages of a case in real Chromium: no barrier, and nothing wider than a small phone."""

import uuid

import pytest

from casework.cases.alert_choices import stop_link
from casework.cases.models import Case
from casework.cases.services import close_case, reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.outbox import texts
from casework.scope import ALL, scoped
from tests import factories
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def holds(axe):
    def check(page, address="", button=""):
        if address:
            page.goto(address)
        if button:
            press(page, button)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    return check


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_a_constituent(signed_in, holds, width, tmp_path, settings):
    settings.TEXTS = {"BACKEND": f"{texts.__name__}.FileTexts", "OPTIONS": {"path": str(tmp_path)}}
    made = factories.assembly()
    case = factories.case(office=made.office, raised_by=made.ada)
    page = signed_in(made.ada, viewport={"width": width, "height": 900})
    here = f"/my-cases/{case.reference}/"
    holds(page, f"{here}print/")
    holds(page, f"{here}alerts/")
    page.get_by_label("A text message each time").check()
    holds(page, button="Save my choice")
    page.get_by_label("Mobile number").fill("07700 900123")
    holds(page, button="Save my choice")
    holds(page, "/my-cases/add/", button="Send me a code")
    page.get_by_label("Reference of your case").fill(factories.case(office=made.office).reference)
    holds(page, button="Send me a code")
    holds(page, button="Add the case")
    holds(page, f"{here}no-longer-needed/", button="Close my case")
    holds(page, f"{here}feedback/", button="Send answer")
    page.get_by_label("Partly").check()
    holds(page, button="Send answer")
    holds(page, button="Open this case again")
    link = stop_link(case.constituent).partition("/my-cases/")[2]
    holds(page, f"/my-cases/{link}")
    holds(page, button="Stop these emails")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_the_office(signed_in, holds, width):
    made = factories.assembly()
    case = factories.case(office=made.office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="phone", value="020 7946 0000")
        reply_to_constituent(case=case, body="Yes.", by=made.ben, turn=Turn.OFFICE, once=uuid.uuid4())
    page = signed_in(made.ben, viewport={"width": width, "height": 900})
    holds(page, f"/office/cases/{case.reference}/")
    holds(page, button="They were told")
    holds(page, f"/office/cases/{case.reference}/claim-code/", button="Show a code")
    holds(page, "/office/cases/?view=by-hand")
    holds(page, "/office/feedback/")
    with scoped(ALL):
        close_case(case=Case.objects.get(pk=case.pk), outcome="It is mended.", by=made.ben)
    holds(page, f"/office/cases/{case.reference}/")
