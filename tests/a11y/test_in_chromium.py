"""Short tests of B-61, B-64, B-67 and B-69 with one state of each template. `make a11y` runs every check on
every state.
"""

from dataclasses import replace
from difflib import unified_diff

import pytest

from . import conftest, transcripts
from .barriers import BARRIERS
from .inspection import Inspector, reviewed
from .page import covering

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.a11y.urls"),
    pytest.mark.django_db,
    conftest.SQLITE_ONLY,
]
FOUND_BRIEFLY = [
    "a label that belongs to nothing",
    "a page of fixed width",
    "no language",
    "a column that a phone leaves out",
    "an order of the list that a phone cannot choose",
]


@pytest.fixture
def inspector(browser):
    rules, reviewed_patterns = reviewed()
    inspector = Inspector(browser, without_rules=rules, reviewed=reviewed_patterns)
    yield inspector
    inspector.close()


def test_one_state_of_each_template_has_no_findings(inspector, pages):
    found = [finding for page in covering(pages) for finding in inspector.inspect(page, briefly=True)]
    assert not found, "\n".join(f"{each.page}, {each.way}: {each.what}" for each in found)


def test_form_steps_match_their_screen_reader_transcripts(inspector, pages):
    advice = 'read it, and if it is what people should hear: make a11y ARGS="--write-transcripts"'
    changed: list[str] = []
    for page in (page for page in pages if page.step):
        path, actual = transcripts.path_of(page.name), transcripts.transcript(inspector.open(page))
        pinned = path.read_text() if path.exists() else ""
        changed += unified_diff(pinned.splitlines(), actual.splitlines(), path.name, page.name, lineterm="")
    assert not changed, "\n".join([f"The screen reader transcript has changed; {advice}", *changed])


@pytest.mark.parametrize("name", FOUND_BRIEFLY)
def test_inserted_barrier_is_found(inspector, pages, name):
    barrier = next(each for each in BARRIERS if each.name == name)
    page = next(page for page in pages if page.name == barrier.page)
    inspector.extra = barrier.extra()
    assert inspector.inspect(replace(page, html=barrier.insert_into(page.html)), briefly=True)


def test_each_barrier_applies_to_its_page(pages):
    by_name = {page.name: page for page in pages}
    assert len(BARRIERS) == len({barrier.name for barrier in BARRIERS}) == 78
    for barrier in BARRIERS:
        page = by_name[barrier.page.removesuffix(" (right to left)")]
        if page.name == barrier.page:
            assert barrier.insert_into(page.html) != page.html or barrier.css or barrier.js
