"""What an editor types while an edit page is still loading, which Wagtail by itself takes for the saved text."""

import pytest
from wagtail.models import Revision

from cms.models import HomePage
from tests.cms.forms.by_hand import NO_BEACON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Wagtail's own event, at which it begins to compare the page with its values, becomes an attribute of the document.
NOTE_THE_START = """
addEventListener("w-unsaved:watch-edits", () => document.documentElement.setAttribute("data-watched", ""), true)
"""


@pytest.fixture
def at_work(signed_in, editor):
    """Return the edit page of the home page, with an editor signed in, the moment it has loaded."""
    page = signed_in(editor)
    page.context.add_init_script(NO_BEACON)
    page.add_init_script(NOTE_THE_START)
    page.goto(f"/editor/pages/{HomePage.objects.get().pk}/edit/")
    return page


def test_text_typed_before_the_page_watches_for_changes_is_saved(at_work):
    with at_work.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        at_work.get_by_role("textbox", name="Summary").fill("Everyone has thirteen.")
    assert Revision.objects.latest("pk").as_object().lead == "Everyone has thirteen."


def test_key_that_changes_nothing_makes_no_draft(at_work):
    at_work.get_by_role("textbox", name="Summary").press("Tab")
    at_work.locator("[data-watched]").wait_for()
    assert at_work.locator("form[data-edit-form]").get_attribute("data-w-unsaved-force-value") == "false"
