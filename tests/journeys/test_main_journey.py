"""The whole main job in real Chromium: raised, seen by one office only, answered, read, answered back."""

import pyotp
import pytest
from PIL import Image

from accounts.services import enrol_totp
from casework.places.models import Borough, Postcode
from casework.scope import ALL, scoped
from config.demo.form import publish_contact_form
from tests import factories
from tests.journeys.hands import Keyboard, Pointer, code_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SUBJECT = "Lift out of order at my station"
ANSWER = "Thank you. Which days do you travel?"
BACK = "On Mondays and Thursdays."

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    """The cast with everything that signing in and raising needs."""
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
    ("hands", "options"),
    [
        pytest.param(Pointer, {}, id="with everything"),
        pytest.param(Pointer, {"java_script_enabled": False}, id="without JavaScript"),
        pytest.param(Keyboard, {}, id="by keyboard alone"),
    ],
)
def test_a_londoner_is_answered(world, photos, new_page, sent_mail, hands, options):
    londoner = new_page(**options)
    reference = raise_a_case(hands(londoner), photos, londoner)

    staff = new_page(**options)
    sign_in_as_staff(hands(staff), staff, world.ben)
    answer_the_case(hands(staff), staff, reference)

    rival = new_page(**options)
    sign_in_as_staff(hands(rival), rival, world.cat)
    finds_nothing(rival, reference)

    sign_in_by_code(hands(londoner), londoner, sent_mail)
    read_and_answer_back(hands(londoner), londoner, reference)
    staff.goto(f"/office/cases/{reference}/")
    assert staff.get_by_text(BACK).is_visible()


def raise_a_case(hand, photos, page):
    """From the home page to the reference."""
    page.goto("/")
    hand.follow("Start a case")
    for step in STEPS:
        for act, *what in step:
            getattr(hand, act)(*what)
        hand.press("Continue")
    hand.add_files("Photos or documents (optional)", [str(path) for path in photos])
    hand.press("Continue")
    hand.write("Your name (optional)", "Ada Bright")
    hand.write("Email address (optional)", "ada@london.example")
    hand.press("Continue")
    hand.choose("English")
    hand.press("Continue")
    assert page.get_by_text("notice.jpg").is_visible()
    hand.press("Send my case")
    page.get_by_role("heading", name="We have your case").wait_for()
    return page.locator(".ui-confirmation .ui-reference").inner_text()


STEPS = [
    [("choose", "Yes, only I read my emails"), ("choose", "No, only I use it")],
    [("choose", "A problem I would like help with"), ("choose", "Me, my family or my home")],
    [("choose", "Myself, or nobody in particular")],
    [("choose", "Transport")],
    [("choose", "I will give my postcode"), ("write", "Postcode", "e16 1ze")],
    [("choose", "Ines Vale")],
    [("write", "In a few words", SUBJECT), ("write", "What happened?", "It has not worked since October.")],
    [("write", "What would you like to be done? (optional)", "A date for the repair.")],
]


def sign_in_as_staff(hand, page, person):
    """Password, then a code of an authenticator that is not ours."""
    page.goto("/office/")
    hand.write("Work email address", person.email)
    hand.write("Password", factories.PASSWORD)
    hand.press("Continue")
    page.get_by_role("heading", name="Confirm it is you").wait_for()
    hand.write("Code from your authenticator app", pyotp.TOTP(SECRET).now())
    hand.press("Continue")
    page.get_by_role("navigation", name="Views").wait_for()


def answer_the_case(hand, page, reference):
    hand.follow(SUBJECT)
    assert page.get_by_text(reference).first.is_visible()
    assert page.get_by_role("link", name="platform.png").is_visible()
    hand.write("Your reply", ANSWER)
    hand.choose("Ada Bright’s turn")
    hand.press("Preview")
    page.get_by_role("heading", name="will get").wait_for()
    hand.press("Send reply")
    page.get_by_role("status").first.wait_for()
    assert page.get_by_text("No email went, so nobody has told them yet.").is_visible()
    assert page.locator("article").get_by_text(ANSWER).is_visible()


def finds_nothing(page, reference):
    page.goto("/office/cases/")
    assert SUBJECT not in page.content()
    assert page.goto(f"/office/cases/{reference}/").status == 404
    assert SUBJECT not in page.content()


def sign_in_by_code(hand, page, sent_mail):
    page.goto("/my-cases/")
    hand.write("Your email address", "ada@london.example")
    hand.press("Send me a code")
    page.get_by_role("heading", name="Enter the code").wait_for()
    code = code_in([mail for mail in sent_mail() if "code" in mail["Subject"]][-1])
    hand.write("Code from our email", code)
    hand.press("Continue")
    page.get_by_role("heading", name="My cases").wait_for()


def read_and_answer_back(hand, page, reference):
    hand.follow(SUBJECT)
    assert page.get_by_text("It is your turn").is_visible()
    assert page.get_by_text(ANSWER).is_visible()
    hand.write("Write your message", BACK)
    hand.press("Send reply")
    page.get_by_role("status").first.wait_for()
    assert page.get_by_text(BACK).is_visible()
    assert page.get_by_role("heading", name="It is the office’s turn").is_visible()
