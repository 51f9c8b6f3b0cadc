"""Browser tests of the public site without scripts and in print. `make a11y` checks how each page looks."""

import pytest

from casework.questionnaires.services import current_version
from cms.models import Banner
from cms.page_cache import clear_pages
from demo.site import pages
from demo.site.form import publish_contact_form
from tests import factories
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def whole_site(transactional_db):
    assembly = factories.assembly()
    if current_version("contact") is None:
        publish_contact_form()
    pages.write()
    Banner.objects.create(title="Lines are busy.", text="Write here instead.", kind=Banner.Kind.EMERGENCY)
    Banner.objects.create(title="Holidays.", text="The phone is closed on Monday.")
    clear_pages()
    return assembly


def test_visitor_finds_a_guide_and_answers_the_feedback_question(new_page, whole_site):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    press(page, "Find out who can help, by subject or borough", role="link")
    press(page, "Bins and street cleaning", role="link")
    press(page, "Newham", role="link")
    assert page.get_by_role("heading", level=1).inner_text() == "Bins and street cleaning: Newham"
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def test_printed_page_contains_only_the_text(new_page, whole_site):
    page = new_page()
    page.goto("/can-they-help/policing/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    for hidden in (page.locator(".ui-nav"), page.locator(".cms-useful"), page.locator(".ui-line")):
        assert not hidden.is_visible()
