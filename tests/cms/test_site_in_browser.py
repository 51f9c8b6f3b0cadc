"""The public site in real Chromium: without scripts, and on paper. How each page looks, `make a11y` asks."""

import pytest

from casework.questionnaires.services import current_version
from cms.keeping import forget_pages
from cms.models import Banner
from config.demo import pages
from config.demo.form import publish_contact_form
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
    forget_pages()
    return assembly


def test_a_visitor_finds_help_and_says_that_it_was_useful(new_page, whole_site):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    press(page, "Check by subject and borough", role="link")
    press(page, "Bins and street cleaning", role="link")
    press(page, "Newham", role="link")
    assert page.get_by_role("heading", level=1).inner_text() == "Bins and street cleaning: Newham"
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("heading", name="Thank you").wait_for()


def test_a_page_on_paper_is_the_text_alone(new_page, whole_site):
    page = new_page()
    page.goto("/can-they-help/policing/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    for gone in (page.locator(".ui-nav"), page.locator(".cms-useful"), page.locator(".ui-line")):
        assert not gone.is_visible()
