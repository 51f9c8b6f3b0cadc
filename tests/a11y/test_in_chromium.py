"""B-61, B-64, B-67, B-69 in short: one state of each template. `make a11y` looks at every state in every way."""

from dataclasses import replace
from difflib import unified_diff

import pytest

from . import conftest, transcripts
from .barriers import BARRIERS
from .looking import Eyes, reviewed
from .page import covering

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.a11y.urls"),
    pytest.mark.django_db,
    conftest.ONLY_HERE,
]
FOUND_BRIEFLY = ["a label that belongs to nothing", "a page of fixed width", "no language"]


@pytest.fixture
def eyes(browser):
    rules, seen = reviewed()
    eyes = Eyes(browser, without_rules=rules, reviewed=seen)
    yield eyes
    eyes.close()


def test_no_barrier_in_one_state_of_each_template(eyes, pages):
    found = [finding for page in covering(pages) for finding in eyes.look(page, briefly=True)]
    assert not found, "\n".join(f"{each.page}, {each.way}: {each.what}" for each in found)


def test_a_screen_reader_says_what_was_agreed(eyes, pages):
    advice = 'read it, and if it is what people should hear: make a11y ARGS="--write-transcripts"'
    changed: list[str] = []
    for page in (page for page in pages if page.step):
        path, said = transcripts.path_of(page.name), transcripts.transcript(eyes.open(page))
        agreed = path.read_text() if path.exists() else ""
        changed += unified_diff(agreed.splitlines(), said.splitlines(), path.name, page.name, lineterm="")
    assert not changed, "\n".join([f"What a screen reader says has changed; {advice}", *changed])


@pytest.mark.parametrize("name", FOUND_BRIEFLY)
def test_a_barrier_put_in_on_purpose_is_found(eyes, pages, name):
    barrier = next(each for each in BARRIERS if each.name == name)
    page = next(page for page in pages if page.name == barrier.page)
    eyes.extra = barrier.extra()
    assert eyes.look(replace(page, html=barrier.on(page.html)), briefly=True)


def test_each_of_the_sixty_barriers_fits_its_page(pages):
    there = {page.name: page for page in pages}
    assert len(BARRIERS) == len({barrier.name for barrier in BARRIERS}) == 60
    for barrier in BARRIERS:
        page = there[barrier.page.removesuffix(" (right to left)")]
        if page.name == barrier.page:
            assert barrier.on(page.html) != page.html or barrier.css or barrier.js
