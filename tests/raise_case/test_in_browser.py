"""Browser tests of the whole form, with and without scripts: no axe finding, and no page wider than a phone."""

from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from casework.cases.models import Case
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests.browser import press
from tests.journeys.drivers import code_in
from tests.raise_case.come_back.links import link_in

WORDS = {"name": "lift notice.txt", "mimeType": "text/plain", "buffer": b"Out of order"}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, new_page, contact):
    return new_page(java_script_enabled=request.param, viewport={"width": 320, "height": 800})


@pytest.fixture
def check_page(page, axe, request):
    """Return a function that checks a page with axe and for its width. Without scripts it does nothing."""

    def check():
        if request.node.callspec.id == "scripts":
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320

    return check


def first_visible_pixel(page):
    """Return where the page begins below the line with “Leave this site”, which stays in the window."""
    line = page.locator(".ui-line").bounding_box()
    return line["y"] + line["height"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whole_form_with_a_file_is_accessible(page, check_page):
    def go_on(*answers):
        for answer in answers:
            page.get_by_label(answer).check()
        press(page, "Continue")
        check_page()

    page.goto("/raise/contact/")
    go_on()
    assert page.title().startswith("Error: ")
    assert page.locator("[data-error-summary]:focus").count() == 1
    assert first_visible_pixel(page) <= page.locator("[data-error-summary]").bounding_box()["y"]
    go_on("Yes, only I read")
    go_on("No, only I use it")
    go_on()
    go_on("A problem I would", "Me, my family")
    go_on("Myself")
    go_on("Something my council does")
    go_on()
    go_on("I have no fixed address")
    page.get_by_label("A council in London placed me").check()
    page.get_by_label("Which council placed you").select_option(label="Newham")
    go_on()
    go_on("Ines Vale")
    page.get_by_label("In a few words").fill("Lift out of order")
    page.get_by_label("What happened?").fill("The lift is broken.")
    go_on()
    go_on()
    page.set_input_files("input[type=file]", [WORDS])
    if page.get_by_role("button", name="Add the files").is_visible():  # with scripts the upload has started
        page.get_by_role("button", name="Add the files").click()
    page.get_by_role("button", name="Remove lift notice.txt").wait_for()
    check_page()
    go_on()
    go_on()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    page.get_by_label("Email address").fill("amina@london.example")
    go_on()
    page.get_by_label("English", exact=True).check()
    go_on()
    assert page.get_by_text("lift notice.txt").is_visible()
    press(page, "Save and come back later", role="link")
    check_page()
    press(page, "Continue now", role="link")
    press(page, "Send my case")
    check_page()
    assert page.get_by_role("heading", name="We have your case").is_visible()


def answer(page, *labels, **texts):
    for label in labels:
        page.get_by_label(label).check()
    for label, text in texts.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    press(page, "Continue")


def go_to_details(page):
    """Start the form and answer every step up to the details."""
    page.goto("/raise/contact/")
    answer(page, "Yes, only I read")
    answer(page, "No, only I use it")
    answer(page)
    answer(page, "A problem I would", "Me, my family")
    answer(page, "Myself")
    answer(page, "Transport")
    page.get_by_label("I will choose my borough").check()
    page.get_by_label("Borough", exact=True).select_option(label="Newham")
    answer(page)
    answer(page, "Ines Vale")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_return_by_link_on_another_device_is_accessible(page, check_page, sent_mail):
    page.goto("/raise/contact/")
    answer(page, "Yes, only I read")
    answer(page, "No, only I use it")
    answer(page)
    page.get_by_label("A problem I would").check()
    page.get_by_label("Me, my family").check()
    press(page, "Save and come back later")
    check_page()
    page.get_by_label("Your email address").fill("amina")
    press(page, "Email me a link")
    assert page.title().startswith("Error: ")
    check_page()
    page.get_by_label("Your email address").fill("amina@london.example")
    press(page, "Email me a link")
    assert page.get_by_text("We sent you an email with a link.").is_visible()
    check_page()
    page.context.clear_cookies()  # acts as another device from here on
    page.goto(link_in(sent_mail()[-1]))
    check_page()
    press(page, "Send me a code")
    page.get_by_label("Code from our email").fill("1")
    press(page, "Continue")
    check_page()
    page.get_by_label("Code from our email").fill(code_in(sent_mail()[-1]))
    press(page, "Continue")
    assert page.get_by_text("You started this on").is_visible()
    check_page()
    press(page, "Continue where I stopped", role="link")
    assert "/raise/contact/for-whom/" in page.url
    page.goto("/come-back/no-such-link/")
    check_page()


class UnreliableConnection:
    """A connection that fails once for each URL in `cuts`, either before ("there") or after ("back") the server
    responds.
    """

    def __init__(self, page):
        self.cuts = {}
        page.route("**/raise/**", self.handle)

    def handle(self, route):
        connection_lost = (
            self.cuts.pop(route.request.url.split("?")[0], None) if route.request.method == "POST" else None
        )
        if connection_lost == "back":
            route.fetch(max_redirects=0)  # the server responds, but the response is lost
        if connection_lost:
            route.abort("connectionreset")
        else:
            route.continue_()


@contextmanager
def connection_lost(page):
    """Wait until the browser shows its own error page for the lost connection."""
    with page.expect_event("requestfailed"), suppress(Error):
        yield
    page.wait_for_url("chrome-error://**")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first", "second"), [("there", "back"), ("back", "there")])
def test_case_is_sent_once_over_a_connection_lost_twice(new_page, contact, live_server, first, second):
    """Reload after each failure: no text is lost, and one case is created."""
    page = new_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    connection = UnreliableConnection(page)
    connection.cuts = {
        f"{live_server.url}/raise/contact/details/": first,
        f"{live_server.url}/raise/contact/check/": second,
    }
    go_to_details(page)
    with connection_lost(page):
        answer(page, In_a_few_words="Lift out of order", What_happened="The lift is broken.")
    page.reload()
    answer(page)
    answer(page)
    answer(page, Email_address="amina@london.example")
    page.get_by_label("English", exact=True).check()
    answer(page)
    assert page.get_by_text("The lift is broken.").is_visible()
    with connection_lost(page):
        page.get_by_role("button", name="Send my case").click()
    page.reload()
    assert page.get_by_role("heading", name="We have your case").is_visible()
    assert connection.cuts == {}
    with scoped(ALL):
        case = Case.objects.get()
        assert case.messages.get().body == "The lift is broken."
        assert OutboxMessage.objects.count() == 1
