"""The form editor in Chromium: the condition picker."""

import pytest

from cms.forms.models import Form, create_form
from cms.setup import editors
from ops.set_up.form import standard_form
from ops.set_up.reading import london
from tests import factories

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
    page.goto(f"/editor/forms/edit/{contact.pk}/")
    return page


def test_editor_sees_conditions_by_the_words_of_their_questions(at_work):
    picker = at_work.locator("select[id$='-picker']")
    picker.first.wait_for(state="attached")
    chosen = picker.evaluate_all("all => all.map(each => each.selectedOptions[0].textContent)")
    assert "Which topic is closest?" in chosen
