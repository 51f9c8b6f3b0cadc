"""What an editor types while an edit page loads, or once it was refused, when Wagtail by itself sees no change."""

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


def is_save(answer):
    return answer.request.method == "POST" and "/edit/" in answer.url


def write(page, **texts):
    """Type into these fields, and wait until the page has saved itself."""
    with page.expect_response(is_save):
        for name, text in texts.items():
            page.get_by_role("textbox", name=name).fill(text)
    page.get_by_text("Saved", exact=True).wait_for()


def latest():
    return Revision.objects.latest("pk").as_object()


def test_text_typed_before_the_page_watches_for_changes_is_saved(at_work):
    write(at_work, Summary="Everyone has thirteen.")
    assert latest().lead == "Everyone has thirteen."


def test_text_typed_after_a_refused_publication_is_saved(at_work):
    at_work.get_by_role("textbox", name="Question").fill("")
    at_work.get_by_role("button", name="More actions").click()
    with at_work.expect_navigation():
        at_work.get_by_role("button", name="Publish", exact=True).click()
    at_work.get_by_role("button", name="Go to the first error").wait_for()
    write(at_work, Question="Who works for you?")
    write(at_work, Summary="Everyone has thirteen.")
    assert (latest().question, latest().lead) == ("Who works for you?", "Everyone has thirteen.")


def test_key_that_changes_nothing_makes_no_draft(at_work):
    at_work.get_by_role("textbox", name="Summary").press("Tab")
    at_work.locator("[data-watched]").wait_for()
    assert at_work.locator("form[data-edit-form]").get_attribute("data-w-unsaved-force-value") == "false"
