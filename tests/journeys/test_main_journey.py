"""Browser test of the main journey: a case is raised, seen by one office only, answered, read and answered back."""

import pyotp
import pytest
from PIL import Image

from accounts.services import enrol_totp
from casework.places.models import Borough, Postcode
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests import factories
from tests.journeys.drivers import Keyboard, Pointer, code_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SUBJECT = "Lift out of order at my station"
ANSWER = "Thank you. Which days do you travel?"
BACK = "On Mondays and Thursdays."

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    """Return the assembly with a postcode, the contact form and second factors for staff."""
    made = factories.assembly()
    with scoped(ALL):
        Postcode.objects.create(code="E161ZE", borough=Borough.objects.get(slug="newham"))
        publish_contact_form()
        for person in (made.ben, made.cat):
            enrol_totp(user=person, secret=SECRET)
    return made


@pytest.fixture
def photos(tmp_path):
    paths = [tmp_path / "notice.jpg", tmp_path / "platform.png"]
    for path in paths:
        Image.new("RGB", (60, 40), "teal").save(path)
    return paths


@pytest.mark.parametrize(
    ("driver", "options"),
    [
        pytest.param(Pointer, {}, id="with everything"),
        pytest.param(Pointer, {"java_script_enabled": False}, id="without JavaScript"),
        pytest.param(Keyboard, {}, id="by keyboard alone"),
    ],
)
def test_case_is_raised_and_answered_by_its_office_only(world, photos, new_page, sent_mail, driver, options):
    londoner = new_page(**options)
    reference = raise_a_case(driver(londoner), photos, londoner)

    staff = new_page(**options)
    sign_in_as_staff(driver(staff), staff, world.ben)
    answer_the_case(driver(staff), staff, reference)

    rival = new_page(**options)
    sign_in_as_staff(driver(rival), rival, world.cat)
    assert_not_visible(rival, reference)

    sign_in_by_code(driver(londoner), londoner, sent_mail)
    read_and_answer_back(driver(londoner), londoner, reference)
    staff.goto(f"/office/cases/{reference}/")
    assert staff.get_by_text(BACK).is_visible()


def raise_a_case(driver, photos, page):
    """Raise a case from the home page and return its reference."""
    page.goto("/")
    driver.follow("Raise a case")
    for step in STEPS:
        for act, *what in step:
            getattr(driver, act)(*what)
        driver.press("Continue")
    driver.add_files("Photos or documents (optional)", [str(path) for path in photos])
    driver.press("Continue")
    driver.write("Your name (optional)", "Ada Bright")
    driver.write("Email address (optional)", "ada@london.example")
    driver.press("Continue")
    driver.choose("English")
    driver.press("Continue")
    assert page.get_by_text("notice.jpg").is_visible()
    driver.press("Send my case")
    page.get_by_role("heading", name="We have your case").wait_for()
    return page.locator(".ui-confirmation .ui-reference").inner_text()


STEPS = [
    [("choose", "Yes, only I read my emails")],
    [("choose", "No, only I use it")],
    [],
    [("choose", "A problem I would like help with"), ("choose", "Me, my family or my home")],
    [("choose", "Myself")],
    [("choose", "Transport")],
    [("choose", "I will give my postcode"), ("write", "Postcode", "e16 1ze")],
    [("choose", "Ines Vale")],
    [("write", "In a few words", SUBJECT), ("write", "What happened?", "It has not worked since October.")],
    [("write", "What would you like to be done? (optional)", "A date for the repair.")],
]


def sign_in_as_staff(driver, page, person):
    """Sign in with a password and a TOTP code made by another library."""
    page.goto("/office/")
    driver.write("Work email address", person.email)
    driver.write("Password", factories.PASSWORD)
    driver.press("Continue")
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    driver.write("Code from your authenticator app", pyotp.TOTP(SECRET).now())
    driver.press("Continue")
    page.get_by_role("heading", name="My day").wait_for()


def answer_the_case(driver, page, reference):
    driver.follow(SUBJECT)
    assert page.get_by_text(reference).first.is_visible()
    assert page.get_by_role("link", name="platform.png").is_visible()
    driver.write("Your reply", ANSWER)
    driver.choose("Ada Bright’s turn")
    driver.press("Preview")
    page.get_by_role("heading", name="will get").wait_for()
    driver.press("Send reply")
    page.get_by_role("status").first.wait_for()
    assert page.get_by_text("No email went, so no one has told them yet.").is_visible()
    assert page.locator("article").get_by_text(ANSWER).is_visible()


def assert_not_visible(page, reference):
    page.goto("/office/cases/")
    assert SUBJECT not in page.content()
    assert page.goto(f"/office/cases/{reference}/").status == 404
    assert SUBJECT not in page.content()


def sign_in_by_code(driver, page, sent_mail):
    page.goto("/my-cases/")
    driver.write("Your email address", "ada@london.example")
    driver.press("Send me a code")
    page.get_by_role("heading", name="Enter the code").wait_for()
    code = code_in([mail for mail in sent_mail() if "code" in mail["Subject"]][-1])
    driver.write("Code from our email", code)
    driver.press("Continue")
    page.get_by_role("heading", name="My cases").wait_for()


def read_and_answer_back(driver, page, reference):
    driver.follow(SUBJECT)
    assert page.get_by_text("It is your turn").is_visible()
    assert page.get_by_text(ANSWER).is_visible()
    driver.write("Your message", BACK)
    driver.press("Send reply")
    page.get_by_role("status").first.wait_for()
    assert page.get_by_text(BACK).is_visible()
    assert page.get_by_role("heading", name="It is the office’s turn").is_visible()
