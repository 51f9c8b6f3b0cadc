"""Logging a call in a browser: the caller is found while somebody types, and few questions are left."""

import pytest

from casework.cases.models import Message
from casework.cases.services.search import index_person
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 320])
def test_call_goes_onto_the_open_case_of_the_caller(assembly, signed_in, axe, width):
    case = factories.case(office=assembly.office, subject="Dial-a-Ride refused three times")
    with scoped(ALL):
        case.constituent.name = "Joseph Lim"
        case.constituent.save()
        index_person(case.constituent)
    page = signed_in(assembly.ben, viewport={"width": width, "height": 900})
    page.goto("/office/contacts/")
    page.get_by_label("Name, phone, email or reference").press_sequentially("joseph l")
    page.get_by_label("Dial-a-Ride refused three times").check()
    page.get_by_text("2. What about, if it is a new case?").wait_for(state="hidden")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("What was said or written?").fill("Refused again on Saturday.")
    page.get_by_role("group", name="Is anyone in danger").get_by_label("No", exact=True).check()
    page.get_by_role("group", name="Is it safe to contact").get_by_label("Yes", exact=True).check()
    press(page, "Save")
    assert page.url.endswith(f"/office/cases/{case.reference}/#result")
    with scoped(ALL):
        assert Message.objects.filter(case=case, channel="phone").count() == 1


def test_every_question_and_the_button_are_in_sight(assembly, signed_in):
    page = signed_in(assembly.ben, viewport={"width": 1280, "height": 1000})
    page.goto("/office/contacts/")
    button = page.get_by_role("button", name="Save", exact=True)
    button.wait_for()
    assert button.evaluate("each => each.getBoundingClientRect().bottom <= innerHeight")
