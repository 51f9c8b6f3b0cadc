"""B-66: with a text browser, which knows words, links, boxes and buttons, and neither styles nor scripts."""

import pytest
from bs4 import BeautifulSoup

from casework.places.models import Borough, Postcode
from casework.scope import ALL, scoped
from config.demo.form import publish_contact_form
from tests import factories
from tests.journeys.hands import code_in
from tests.journeys.test_main_journey import STEPS

pytestmark = pytest.mark.django_db


class TextBrowser:
    """Fills in what it can name by its label, and sends what the page itself says."""

    def __init__(self, client):
        self.client, self.address, self.page, self.filled = client, "/", None, {}

    def open(self, address):
        return self._came(self.client.get(address, follow=True))

    def _came(self, response):
        asked = response.request
        query = f"?{asked['QUERY_STRING']}" if asked["QUERY_STRING"] else ""
        self.address, self.page = asked["PATH_INFO"] + query, BeautifulSoup(response.content, "html.parser")
        self.filled = {}
        assert response.status_code == 200, self.text
        return self

    @property
    def text(self):
        return " ".join((self.page.main or self.page).get_text(" ").split())

    def _called(self, words, *tags):
        found = [each for each in self.page.find_all(tags) if " ".join(each.get_text(" ").split()) == words]
        assert found, f"nothing here is called “{words}”: {self.text}"
        return found[0]

    def follow(self, words):
        return self.open(self._called(words, "a")["href"])

    def _box(self, words):
        box = self.page.find(id=self._called(words, "label")["for"])
        assert box is not None, f"“{words}” belongs to nothing"
        return box

    def write(self, words, text):
        self.filled[self._box(words)["name"]] = text

    def choose(self, words):
        box = self._box(words)
        self.filled[box["name"]] = box["value"]

    def press(self, words):
        """Send the form of this button: what was filled in, and what stands in the page already."""
        button = self._called(words, "button")
        form = button.find_parent("form")
        boxes = [box for box in form.find_all(["input", "textarea", "select"]) if box.get("name")]
        standing = [(box["name"], self._stands(box)) for box in boxes]
        sent = {name: value for name, value in standing if value is not None} | self.filled
        if button.get("name"):
            sent[button["name"]] = button.get("value", "")
        where = (form.get("action") or self.address).partition("#")[0]
        return self._came(self.client.post(where, sent, follow=True))

    def _stands(self, box):
        if box.get("type") in {"radio", "checkbox"}:
            return box["value"] if box.has_attr("checked") else None
        if box.get("type") == "file":
            return None
        return box.get("value", "") if box.name == "input" else box.get_text()


@pytest.fixture
def browser_of_words(client, assembly):
    with scoped(ALL):
        Postcode.objects.create(code="E161ZE", borough=Borough.objects.get(slug="newham"))
        publish_contact_form()
    return TextBrowser(client)


def test_a_case_is_raised_followed_and_answered(browser_of_words, assembly, sent_mail):
    page = browser_of_words.open("/").follow("Start a case")
    for step in STEPS:
        for act, *what in step:
            getattr(page, act)(*what)
        page.press("Continue")
    page.press("Continue")  # no files
    page.write("Email address (optional)", assembly.ada.email)
    page.press("Continue")
    page.choose("English")
    page.press("Continue").press("Send my case")
    assert "We have your case" in page.text
    page.open("/my-cases/").write("Your email address", assembly.ada.email)
    page.press("Send me a code")
    page.write(
        "Code from our email", code_in([mail for mail in sent_mail() if "code" in mail["Subject"]][-1])
    )
    page.press("Continue").follow("Lift out of order at my station")
    page.write("Write your message", "It is still broken.")
    assert "It is still broken." in page.press("Send reply").text


def test_staff_answer_with_it_too(browser_of_words, assembly, sign_in):
    case = factories.case(office=assembly.office, raised_by=assembly.ada, subject="Lift at my station")
    sign_in(assembly.ben, on=browser_of_words.client)
    page = browser_of_words.open("/office/cases/?view=all").follow("Lift at my station")
    page.write("Your reply", "Which days do you travel?")
    page.press("Preview").press("Send reply")
    assert "Which days do you travel?" in page.text
    assert case.reference in page.text


def test_without_cookies_it_says_so(browser_of_words, client):
    page = browser_of_words.open("/raise/contact/safety/")
    page.choose("Yes, only I read my emails")
    page.choose("No, only I use it")
    page.press("Continue")
    client.cookies.clear()
    page.choose("A problem I would like help with")
    page.choose("Me, my family or my home")
    with pytest.raises(AssertionError, match="cookies"):
        page.press("Continue")
