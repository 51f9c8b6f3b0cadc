"""Tests of the main pages in a text browser, which has links, form fields and buttons but no styles or scripts
(B-66).
"""

import pytest
from bs4 import BeautifulSoup

from casework.places.models import Borough, Postcode
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests import factories
from tests.journeys.drivers import code_in
from tests.journeys.test_main_journey import STEPS

pytestmark = pytest.mark.django_db


class TextBrowser:
    """A browser that finds fields by their label and submits forms as the page defines them."""

    def __init__(self, client):
        self.client, self.address, self.page, self.filled = client, "/", None, {}

    def open(self, address):
        return self._load(self.client.get(address, follow=True))

    def _load(self, response):
        request = response.request
        query = f"?{request['QUERY_STRING']}" if request["QUERY_STRING"] else ""
        self.address, self.page = request["PATH_INFO"] + query, BeautifulSoup(response.content, "html.parser")
        self.filled = {}
        assert response.status_code in {200, 422}, self.text
        return self

    @property
    def text(self):
        return " ".join((self.page.main or self.page).get_text(" ").split())

    def _find(self, words, *tags, exact=True):
        named = [(each, " ".join(each.get_text(" ").split())) for each in self.page.find_all(tags)]
        found = [each for each, name in named if name == words or (not exact and name.startswith(words))]
        assert found, f"nothing here is called “{words}”: {self.text}"
        return found[0]

    def follow(self, words, *, exact=True):
        return self.open(self._find(words, "a", exact=exact)["href"])

    def _field(self, words):
        box = self.page.find(id=self._find(words, "label")["for"])
        assert box is not None, f"“{words}” belongs to nothing"
        return box

    def write(self, words, text):
        self.filled[self._field(words)["name"]] = text

    def choose(self, words):
        box = self._field(words)
        self.filled[box["name"]] = box["value"]

    def press(self, words):
        """Submit the form of this button with the values entered and the page's initial ones."""
        button = self._find(words, "button")
        form = button.find_parent("form")
        boxes = [box for box in form.find_all(["input", "textarea", "select"]) if box.get("name")]
        initial = [(box["name"], self._initial_value(box)) for box in boxes]
        sent = (
            self._first_radios(boxes)
            | {name: value for name, value in initial if value is not None}
            | self.filled
        )
        if button.get("name"):
            sent[button["name"]] = button.get("value", "")
        url = (form.get("action") or self.address).partition("#")[0]
        return self._load(self.client.post(url, sent, follow=True))

    def _first_radios(self, boxes):
        """Like lynx, choose the first of several radio buttons of which none is chosen."""
        radios = [box for box in reversed(boxes) if box.get("type") == "radio"]
        return {radio["name"]: radio["value"] for radio in radios}

    def _initial_value(self, box):
        if box.get("type") in {"radio", "checkbox"}:
            return box["value"] if box.has_attr("checked") else None
        if box.get("type") == "file":
            return None
        return box.get("value", "") if box.name == "input" else box.get_text()


@pytest.fixture
def text_browser(client, assembly):
    with scoped(ALL):
        Postcode.objects.create(code="E161ZE", borough=Borough.objects.get(slug="newham"))
        publish_contact_form()
    return TextBrowser(client)


def test_constituent_raises_follows_and_answers_a_case(text_browser, assembly, sent_mail):
    page = text_browser.open("/").follow("Raise a case")
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
    code = code_in([mail for mail in sent_mail() if "code" in mail["Subject"]][-1])
    page.write("Code from our email", "00000000")
    assert "This one does not match" in page.press("Continue").text
    page.write("Code from our email", code)
    page.press("Continue").follow("Lift out of order at my station", exact=False)
    assert "Enter your message. It is empty" in page.press("Send reply").text
    page.write("Your message", "It is still broken.")
    assert "It is still broken." in page.press("Send reply").text


def test_question_that_nobody_answered_is_not_answered_by_the_browser(text_browser):
    page = text_browser.open("/raise/contact/safety/").press("Continue")
    assert "Say whether it is safe to email you" in page.text
    page.choose("Yes, only I read my emails")
    page.press("Continue").press("Continue")
    assert "Say whether anyone else uses this phone or computer" in page.text


def test_staff_answer_a_case(text_browser, assembly, sign_in):
    case = factories.case(office=assembly.office, raised_by=assembly.ada, subject="Lift at my station")
    sign_in(assembly.ben, on=text_browser.client)
    page = text_browser.open("/office/cases/?view=all").follow("Lift at my station", exact=False)
    page.write("Your reply", "Which days do you travel?")
    page.press("Preview").press("Send reply")
    assert "Which days do you travel?" in page.text
    assert case.reference in page.text


def test_lost_cookies_are_explained(text_browser, client):
    page = text_browser.open("/raise/contact/safety/")
    page.choose("Yes, only I read my emails")
    page.press("Continue").choose("No, only I use it")
    page.press("Continue").press("Continue")
    client.cookies.clear()
    page.choose("A problem I would like help with")
    page.choose("Me, my family or my home")
    with pytest.raises(AssertionError, match="cookies"):
        page.press("Continue")
