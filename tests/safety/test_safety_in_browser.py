"""Pages on risk, duty and safe contact in Chromium, checked by axe and for sideways scrolling."""

import os
from pathlib import Path

import pytest

from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS")  # folder for screenshots of the tested pages


@pytest.fixture
def unsafe(assembly):
    case = factories.case(office=assembly.office, subject="Noise at night", safe_contact=True)
    with scoped(ALL):
        keep_safe(case=case, way="Phone before 3pm on a weekday.", by=None)
        raise_risk(case=case, kind="eviction", by=None)
    return case


def look(page, axe, name):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_back_office_safety_pages_are_accessible(signed_in, axe, assembly, unsafe, width):
    page = signed_in(assembly.dev, viewport={"width": width, "height": 900})
    case = f"/office/cases/{unsafe.reference}/"
    page.goto("/office/cases/")
    look(page, axe, "list")
    for name, path in {"case": "", "risk": "risk/", "way": "safe/", "code": "safe/code/"}.items():
        page.goto(case + path)
        look(page, axe, name)
    page.get_by_label("24 hours").check()
    page.get_by_role("button", name="Make a code").click()
    page.get_by_text("Read this code out now").wait_for()
    look(page, axe, "code-told")
    page.goto(f"{case}turn/")
    page.get_by_label("A third party’s turn").check()
    look(page, axe, "turn")
    page.goto(case)
    page.get_by_role("link", name="Settle").click()
    page.get_by_role("heading", name="Settle a risk").wait_for()
    look(page, axe, "settle")
    for name, path in {"duty": "", "duty-settings": "settings/", "duty-days": "days/"}.items():
        page.goto(f"/office/duty/{path}")
        look(page, axe, name)


@pytest.mark.parametrize("width", [320, 1280])
def test_constituent_safety_pages_are_accessible(signed_in, axe, assembly, contact, width):
    page = signed_in(assembly.bea, viewport={"width": width, "height": 900})
    page.goto("/my-cases/open/")
    look(page, axe, "open")
    page.goto("/raise/contact/safety/")
    page.get_by_label("No, or I am not sure").first.check()
    page.get_by_label("Choose a word that only you know").fill("Blue Teapot")
    look(page, axe, "safety")
    press(page, "Continue")
    page.get_by_label("Yes, or I am not sure").check()
    look(page, axe, "device")
    press(page, "Continue")
    page.get_by_label("Someone will lose their home").check()
    look(page, axe, "danger")
    press(page, "Continue")
    page.get_by_role("heading", name="Get help now").wait_for()
    look(page, axe, "please-read")
    press(page, "Continue")
    for _page in ("please-read", "danger", "device", "safety"):
        press(page, "Back", role="link")
    assert page.get_by_label("Choose a word that only you know").input_value() == ""
    look(page, axe, "safety-again")
