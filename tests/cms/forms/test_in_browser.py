"""The form editor in Chromium: the condition picker, a killed tab, and the keyboard alone on a narrow page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.forms.models import Form, create_form
from cms.setup import editors
from ops.set_up.form import standard_form
from ops.set_up.reading import london
from tests import factories

from .by_hand import NO_BEACON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contact(transactional_db):
    factories.assembly()
    form = create_form(slug="contact", definition=standard_form(london().words), by=None)
    form.get_latest_revision().publish()
    return Form.objects.get()


@pytest.fixture
def nadia(contact):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    return person


@pytest.fixture
def at_work(signed_in, contact, nadia):
    """Return the edit page of the contact form, with an editor signed in."""
    page = signed_in(nadia, viewport={"width": 1280, "height": 900})
    page.context.add_init_script(NO_BEACON)
    page.goto(f"/editor/forms/edit/{contact.pk}/")
    return page


def test_editor_sees_conditions_by_the_words_of_their_questions(at_work):
    picker = at_work.locator("select[id$='-picker']")
    picker.first.wait_for(state="attached")
    chosen = picker.evaluate_all("all => all.map(each => each.selectedOptions[0].textContent)")
    assert "Which topic is closest?" in chosen


def test_answers_to_choose_follow_the_question_and_how_it_is_compared(at_work):
    condition = at_work.locator("[data-controller=earlier]").first
    condition.locator("select").first.wait_for(state="attached")
    fields = condition.locator("select, fieldset").evaluate_all("all => all.map(each => each.tagName)")
    assert fields == ["SELECT", "SELECT", "FIELDSET"]


def test_new_condition_lists_no_answers_until_a_question_is_chosen(at_work):
    step = at_work.locator(
        "#steps-root > [data-streamfield-stream-container] > [data-streamfield-child]"
    ).nth(5)
    step.get_by_role("button", name="Toggle section").first.click()
    step.get_by_role("button", name="Settings").first.click()
    step.locator("[data-contentpath=when]").get_by_title("Insert a block").last.click()
    condition = step.locator("[data-controller=earlier]").last
    answers = condition.get_by_role("group", name="Its answers")
    condition.get_by_label("Earlier question").wait_for()
    assert not answers.is_visible()
    condition.get_by_label("Earlier question").focus()
    condition.get_by_label("Earlier question").select_option(index=1)
    assert answers.get_by_role("checkbox").count() > 1
    offered = condition.get_by_label("Earlier question").locator("option").all_inner_texts()
    assert "Who is it about?" in offered
    assert not {"Who are you writing for?", "Which topic is closest?"} & set(offered)


def test_killed_tab_loses_nothing_that_was_typed_before_the_last_save(at_work):
    title = at_work.locator("#id_title")
    with at_work.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        title.fill("Write to a Member today")
    at_work.get_by_text("Saved", exact=True).wait_for()
    context, address = at_work.context, at_work.url
    at_work.close()
    again = context.new_page()
    again.goto(address)
    assert again.locator("#id_title").input_value() == "Write to a Member today"


def tab_to(page, title, *, after=0):
    """Press Tab until the button with this title has the focus; `after` is how many of them to pass."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.title") == title:
            if not after:
                return
            after -= 1
    raise AssertionError(f"Tab never leads to “{title}”")


def test_step_and_question_are_added_by_the_keyboard_alone_on_a_narrow_page(signed_in, nadia):
    page = signed_in(nadia, viewport={"width": 400, "height": 800})
    page.add_init_script(NO_BEACON)
    page.goto("/editor/forms/add/")
    page.locator("#id_title").focus()
    page.keyboard.type("Noise at night")
    tab_to(page, "Insert a block")
    page.keyboard.press("Enter")
    page.locator("[name=steps-0-value-title]:focus").wait_for()
    page.keyboard.type("The noise")
    tab_to(page, "Insert a block", after=1)  # the first one adds a text
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Short text").wait_for()
    page.keyboard.press("Tab")
    page.locator("input[role=combobox]:focus").wait_for()
    page.keyboard.type("Short text")
    page.get_by_role("option", name="Short text").wait_for()
    page.keyboard.press("Enter")
    asked = page.locator("[name=steps-0-value-questions-0-value-text]")
    asked.and_(page.locator(":focus")).wait_for()
    page.keyboard.type("Where is it?")
    assert asked.input_value() == "Where is it?"
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize(
    "address", ["history/{}/revisions/compare/earliest...latest/", "languages/{}/", "figures/{}/"]
)
def test_nothing_is_out_of_reach_on_a_page_320_pixels_wide(signed_in, contact, nadia, address):
    contact.title, contact.declaration = "Write to one of your Members", "Everything I wrote is true"
    contact.save_revision()
    Form.objects.update(first_published_at=timezone.now() - timedelta(weeks=2))
    page = signed_in(nadia, viewport={"width": 320, "height": 700})
    page.goto(f"/editor/forms/{address.format(contact.pk)}")
    assert page.get_by_role("table").first.is_visible()
    assert page.evaluate(
        "document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth"
    )


def test_list_of_a_new_form_is_read_once_it_has_saved_itself(signed_in, nadia):
    page = signed_in(nadia, viewport={"width": 1280, "height": 900})
    page.context.add_init_script(NO_BEACON)
    page.goto("/editor/forms/add/")
    page.get_by_text("Then this list says what is missing.").wait_for()
    page.locator("#id_title").fill("Noise at night")
    page.keyboard.press("Tab")  # the address follows the title once it is left
    page.get_by_text("The form: Say who gets the cases").wait_for()
