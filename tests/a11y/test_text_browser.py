"""Every state as a text browser reads it, and the titles of all pages beside each other. No browser is needed."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from tests.cms.test_reading import MAX_AGE, ages

from . import conftest, text_browser
from .barriers import BARRIERS
from .text_browser import shared_titles

pytestmark = [
    pytest.mark.urls("tests.a11y.urls"),
    pytest.mark.django_db,
    pytest.mark.slow,
    conftest.SQLITE_ONLY,
]
FOUND = [
    "a line break that is written out",
    "a dialog that waits in the page",
    "a button whose value is a UUID",
    "an answer that a text browser gives by itself",
    "English that says it is Arabic",
    "an error that only repeats the label",
    "two links of one name",
    "two headings of one text",
    "a file that is lost with a refused reply",
    "a file that is lost with a preview",
    "a wrong code that stays in its box",
]


def named(pages, name):
    barrier = next(each for each in BARRIERS if each.name == name)
    return barrier, next(page for page in pages if page.name == barrier.page)


def parts(pages, name):
    page = next(page for page in pages if page.name == name)
    return BeautifulSoup(page.html, "html.parser").main


def test_every_state_reads_well_in_a_text_browser(pages):
    found = {f"{page.name}: {what}" for page in pages if page.looks for what in text_browser.findings(page)}
    assert not found, "\n".join(sorted(found))


def test_no_two_pages_share_a_title(pages):
    found = [what for _name, what in shared_titles(page for page in pages if page.looks)]
    assert not found, "\n".join(found)


def test_every_link_within_a_page_leads_to_a_part_of_it(pages):
    def dead(page):
        soup = BeautifulSoup(page.html, "html.parser")
        return [link["href"] for link in soup.select('a[href^="#"]') if not soup.find(id=link["href"][1:])]

    found = [f"{page.name}: {dead(page)}" for page in pages if page.looks and dead(page)]
    assert not found, "\n".join(found)


def test_pages_for_people_without_an_address_here_have_a_reading_age_of_at_most_nine(pages):
    wanted = [page for page in pages if page.name in {"find members: no address", "find members: outside"}]
    assert len(wanted) == 2
    for page in wanted:
        main = BeautifulSoup(page.html, "html.parser").main
        html = "".join(str(part) for part in main.select("h1, h2, p, li"))
        assert max(ages(html)) <= MAX_AGE, page.name


def test_browser_fills_no_address_of_staff_into_the_boxes_of_other_people(pages):
    """The back office asks for addresses of constituents and offices alone."""
    own = "input[autocomplete=email], input[autocomplete=tel], [autocomplete=street-address]"
    office = [page for page in pages if page.looks and page.url.startswith("/office/")]
    assert len(office) > 50
    asks = [page.name for page in office if BeautifulSoup(page.html, "html.parser").main.select(own)]
    assert asks == []


def test_passkey_is_offered_by_a_script_alone(pages):
    main = parts(pages, "second factor")
    assert main.select("[data-script-button='Use a passkey']")
    assert "Use a passkey" not in text_browser.words_of(main)


def test_what_shows_a_reply_stands_before_what_sends_it(pages):
    words = [text_browser.words_of(button) for button in parts(pages, "case").select("#reply button")]
    assert words.index("Preview") < words.index("Send reply")


def test_filters_have_a_name_where_their_summary_is_not_shown(pages):
    assert parts(pages, "queue").select_one("details.filters")["aria-label"] == "Filters"


def test_list_that_an_action_emptied_says_so(pages):
    assert parts(pages, "queue: covering for no one").select("p[role=status]")
    assert parts(pages, "queue: empty").select("p[role=status]")


@pytest.mark.parametrize("name", FOUND)
def test_barrier_of_a_text_browser_is_found(pages, name):
    barrier, page = named(pages, name)
    changed = replace(page, html=barrier.insert_into(page.html))
    assert set(text_browser.findings(changed)) - set(text_browser.findings(page))


def test_title_of_another_step_is_found(pages):
    barrier, page = named(pages, "two steps with one title")
    changed = [
        replace(each, html=barrier.insert_into(each.html)) if each is page else each
        for each in pages
        if each.looks
    ]
    assert shared_titles(changed)


def test_999_stands_beside_contact_that_needs_no_voice(pages):
    """Check that every page that says to call 999 also says how to reach it without hearing or speaking.

    Pages of the editor list such texts separately, so they are left out.
    """
    told = [page for page in pages if "all 999" in page.html and not page.name.startswith("editor:")]
    assert len(told) > 5
    silent = [page.name for page in told if "999 BSL" not in page.html or "text 999" not in page.html]
    assert silent == []
