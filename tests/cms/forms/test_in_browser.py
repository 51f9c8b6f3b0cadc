"""The form editor in Chromium: the condition picker."""

import pytest

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
def at_work(signed_in, contact):
    """Return the edit page of the contact form, with an editor signed in."""
    person = factories.staff("Nadia")
    person.groups.add(editors())
    page = signed_in(person, viewport={"width": 1280, "height": 900})
    page.add_init_script(NO_BEACON)
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
