"""The public site in real Chromium: wide and narrow, light and dark, from right to left, without scripts."""

import pytest

from casework.questionnaires.services import current_version
from cms.keeping import forget_pages
from cms.models import Banner
from config.demo import pages
from config.demo.form import publish_contact_form
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = [
    "/", "/help/", "/privacy/", "/privacy/labour-east/", "/privacy/offices/", "/cookies/", "/accessibility/",
    "/contact/",
    "/news/", "/news/step-free-stations/", "/members/", "/members/ines-vale/", "/members/groups/labour/",
    "/can-they-help/", "/can-they-help/in/newham/", "/can-they-help/bins-and-street-cleaning/",
    "/can-they-help/bins-and-street-cleaning/newham/", "/search/", "/search/?q=bus", "/search/?q=nothing-at-all",
    "/search/?q=", "/accounts/login/", "/accounts/login/code/", "/no-such-page/",
]  # fmt: skip


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


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (320, "dark")])
def test_no_barrier_on_any_page(new_page, axe, whole_site, width, colours):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=colours)
    for path in PATHS:
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_visitor_finds_help_and_says_that_it_was_useful(new_page, whole_site):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Check by subject and borough").click()
    page.get_by_role("link", name="Bins and street cleaning").click()
    page.get_by_role("link", name="Newham").click()
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
