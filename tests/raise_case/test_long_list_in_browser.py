"""A long list of answers in Chromium: people can type in it, and what is shown is what is sent."""

import pytest

from casework.questionnaires import services
from tests.browser import press
from tests.raise_case.every_type import LANDLORDS, question, text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "Who is your landlord?"


@pytest.fixture
def landlord_first(contact):
    """Publish the contact form with a long list as its first step."""
    choices = [{"value": f"trust-{number}", "label": text(name)} for number, name in enumerate(LANDLORDS)]
    definition = contact.definition
    step = {"slug": "landlord", "section": text("Home"), "title": text(QUESTION)}
    step["questions"] = [question("landlord", "select", QUESTION, choices=choices)]
    definition["steps"].insert(0, step)
    services.publish(slug="contact", definition=definition, by=None)


@pytest.fixture
def page(new_page, landlord_first):
    page = new_page(viewport={"width": 320, "height": 800})
    page.goto("/raise/contact/")
    return page


def box(page):
    return page.get_by_role("combobox", name=QUESTION)


def options(page):
    return page.get_by_role("option").all_inner_texts()


def chosen(page):
    return page.locator("select").evaluate("select => select.selectedOptions[0].label")


def test_typing_lists_the_answers_that_fit_and_enter_chooses(page, axe):
    box(page).press_sequentially("el")
    assert options(page) == ["Élan"]
    axe(page)
    box(page).press("Enter")
    assert (box(page).input_value(), chosen(page)) == ("Élan", "Élan")
    press(page, "Continue")
    page.go_back()
    assert box(page).input_value() == "Élan"


def test_keyboard_moves_through_the_list_and_escape_closes_it(page):
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    marked = page.locator(f"#{box(page).get_attribute('aria-activedescendant')}")
    assert marked.inner_text() == "Borough"
    box(page).press("Escape")
    assert options(page) == []
    assert box(page).get_attribute("aria-expanded") == "false"


def test_pointer_chooses_and_an_emptied_box_takes_the_answer_back(page):
    box(page).click()
    page.get_by_role("option", name="Ferry").click()
    assert chosen(page) == "Ferry"
    box(page).fill("")
    box(page).blur()
    assert chosen(page) == "Choose one"


def test_text_that_is_no_answer_is_said_and_taken_back(page):
    box(page).fill("Zebra")
    assert page.get_by_role("status").filter(has_text="Nothing found for “Zebra”").is_visible()
    box(page).blur()
    assert (box(page).input_value(), chosen(page)) == ("", "Choose one")


def test_error_leads_to_the_box(page, axe):
    press(page, "Continue")
    page.get_by_role("link", name=f"Answer: {QUESTION}").click()
    assert box(page).evaluate("box => box === document.activeElement")
    assert "error" in box(page).get_attribute("aria-describedby")
    axe(page)


def test_list_without_scripts_is_a_plain_select(new_page, landlord_first):
    page = new_page(java_script_enabled=False)
    page.goto("/raise/contact/")
    page.get_by_label(QUESTION).select_option(label="Ferry")
    press(page, "Continue")
    assert "landlord" not in page.url
