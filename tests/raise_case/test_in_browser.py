"""The whole form in Chromium, with and without scripts: no finding by axe on any page, nothing wider than a phone."""

from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from casework.cases.models import Case
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests.browser import press
from tests.journeys.hands import code_in
from tests.raise_case.test_coming_back import link_in

WORDS = {"name": "lift notice.txt", "mimeType": "text/plain", "buffer": b"Out of order"}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, new_page, contact):
    return new_page(java_script_enabled=request.param, viewport={"width": 320, "height": 800})


@pytest.fixture
def look(page, axe, request):
    """Axe needs scripts; without them the same pages are at least walked through."""

    def check():
        if request.node.callspec.id == "scripts":
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320

    return check


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_case_is_raised_with_a_file_and_every_page_is_accessible(page, look):
    def go_on(*answers):
        for answer in answers:
            page.get_by_label(answer).check()
        press(page, "Continue")
        look()

    page.goto("/raise/contact/")
    go_on()
    assert page.title().startswith("Error: ")
    go_on("Yes, only I read", "No, only I use it")
    go_on("A problem I would", "Me, my family")
    go_on("Myself")
    go_on("Something my council does")
    go_on()
    go_on("I have no fixed address")
    page.get_by_label("A London council placed me").check()
    page.get_by_label("Which council placed you").select_option(label="Newham")
    go_on()
    go_on("Ines Vale")
    page.get_by_label("In a few words").fill("Lift out of order")
    page.get_by_label("What happened?").fill("The lift is broken.")
    go_on()
    go_on()
    page.set_input_files("input[type=file]", [WORDS])
    if page.get_by_role("button", name="Add the files").is_visible():  # with scripts they are on their way
        page.get_by_role("button", name="Add the files").click()
    page.get_by_role("button", name="Remove lift notice.txt").wait_for()
    look()
    go_on()
    go_on()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("Email address").fill("amina@london.example")
    go_on()
    page.get_by_label("English", exact=True).check()
    go_on()
    assert page.get_by_text("lift notice.txt").is_visible()
    press(page, "Save and come back later", role="link")
    look()
    press(page, "Go on now", role="link")
    press(page, "Send my case")
    look()
    assert page.get_by_role("heading", name="We have your case").is_visible()


def answer(page, *labels, **texts):
    for label in labels:
        page.get_by_label(label).check()
    for label, text in texts.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    press(page, "Continue")


def go_to_details(page):
    """Starts, and answers every question up to what happened."""
    page.goto("/raise/contact/")
    answer(page, "Yes, only I read", "No, only I use it")
    answer(page, "A problem I would", "Me, my family")
    answer(page, "Myself")
    answer(page, "Transport")
    page.get_by_label("I will choose my borough").check()
    page.get_by_label("Borough", exact=True).select_option(label="Newham")
    answer(page)
    answer(page, "Ines Vale")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_coming_back_by_link_on_another_device_is_accessible(page, look, sent_mail):
    page.goto("/raise/contact/")
    answer(page, "Yes, only I read", "No, only I use it")
    page.get_by_label("A problem I would").check()
    page.get_by_label("Me, my family").check()
    press(page, "Save and come back later")
    look()
    page.get_by_label("Your email address").fill("amina")
    press(page, "Email me a link")
    assert page.title().startswith("Error: ")
    look()
    page.get_by_label("Your email address").fill("amina@london.example")
    press(page, "Email me a link")
    assert page.get_by_text("We sent you an email with a link.").is_visible()
    look()
    page.context.clear_cookies()  # from here on it is another device
    page.goto(link_in(sent_mail()[-1]))
    look()
    press(page, "Send me a code")
    page.get_by_label("Code from our email").fill("1")
    press(page, "Continue")
    look()
    page.get_by_label("Code from our email").fill(code_in(sent_mail()[-1]))
    press(page, "Continue")
    assert page.get_by_text("You started this on").is_visible()
    look()
    press(page, "Go on where I stopped", role="link")
    assert "/raise/contact/for-whom/" in page.url
    page.goto("/come-back/no-such-link/")
    look()


class Line:
    """A line that is cut once for each step that is named: on the way there, or on the way back."""

    def __init__(self, page):
        self.cuts = {}
        page.route("**/raise/**", self.carry)

    def carry(self, route):
        cut = self.cuts.pop(route.request.url.split("?")[0], None) if route.request.method == "POST" else None
        if cut == "back":
            route.fetch(max_redirects=0)  # it arrives and is answered, but the answer is lost
        if cut:
            route.abort("connectionreset")
        else:
            route.continue_()


@contextmanager
def cut(page):
    """Until the browser shows its own page about a line that was cut."""
    with page.expect_event("requestfailed"), suppress(Error):
        yield
    page.wait_for_url("chrome-error://**")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first", "second"), [("there", "back"), ("back", "there")])
def test_a_case_is_raised_on_a_phone_over_a_line_cut_twice(new_page, contact, live_server, first, second):
    """Loading the page again, as people do, is enough: no word is lost and one case is made."""
    page = new_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    line = Line(page)
    line.cuts = {
        f"{live_server.url}/raise/contact/details/": first,
        f"{live_server.url}/raise/contact/check/": second,
    }
    go_to_details(page)
    with cut(page):
        answer(page, In_a_few_words="Lift out of order", What_happened="The lift is broken.")
    page.reload()
    answer(page)
    answer(page)
    answer(page, Email_address="amina@london.example")
    page.get_by_label("English", exact=True).check()
    answer(page)
    assert page.get_by_text("The lift is broken.").is_visible()
    with cut(page):
        page.get_by_role("button", name="Send my case").click()
    page.reload()
    assert page.get_by_role("heading", name="We have your case").is_visible()
    assert line.cuts == {}
    with scoped(ALL):
        case = Case.objects.get()
        assert case.messages.get().body == "The lift is broken."
        assert OutboxMessage.objects.count() == 1
