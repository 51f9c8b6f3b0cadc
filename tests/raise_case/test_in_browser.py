"""The whole form in Chromium, with and without scripts: no finding by axe on any page, nothing wider than a phone."""

import pytest

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
        page.get_by_role("button", name="Continue").click()
        look()

    page.goto("/raise/contact/")
    go_on()
    assert page.title().startswith("Error: ")
    go_on("Yes, only I read", "No, only I use it")
    go_on("A problem I would", "Me, my family")
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
    page.get_by_role("link", name="Save and come back later").click()
    look()
    page.get_by_role("link", name="Go on now").click()
    page.get_by_role("button", name="Send my case").click()
    look()
    assert page.get_by_role("heading", name="We have your case").is_visible()
