"""Tests of the readability of the demo's pages (B-71): a reading age of nine by two formulas, and short sentences."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.setup import home_page

pytestmark = pytest.mark.alike
MAX_WORDS = 25  # words
MAX_AGE = 9  # years
# Names without a shorter form. Each counts as one word of one syllable and four letters.
NAMES = [
    "London Assembly Members",
    "London Assembly",
    "Assembly Member",
    "Member of Parliament",
    "Transport for London",
]
NAMES += [
    "Members",
    "Member",
    "Information Commissioner’s Office",
    "National Health Service",
    "London Fire Brigade",
]


def sentences(html):
    """Return the sentences of the HTML. A list item or heading counts as one."""
    plain = strip_tags(re.sub(r"</(?:p|li|h\d)>", ". ", html))
    for name in NAMES:
        plain = plain.replace(name, "Name")
    return [s.strip() for s in re.split(r"[.!?:]+(?:\s|$)", plain) if re.search(r"\w", s)]


def words(text):
    return re.findall(r"[A-Za-z0-9’'-]+", text)


def syllables(word):
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = len(groups) > 1 and re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", word.lower())
    return max(1, len(groups) - bool(silent))


def ages(html):
    """Return the reading age in years by Flesch-Kincaid and by the automated readability index."""
    found = sentences(html)
    all_words = [word for sentence in found for word in words(sentence)]
    words_per_sentence = len(all_words) / len(found)
    kincaid = 0.39 * words_per_sentence + 11.8 * sum(map(syllables, all_words)) / len(all_words) - 15.59
    letters = sum(len(re.sub(r"\W", "", word)) for word in all_words) / len(all_words)
    return kincaid + 5, 4.71 * letters + 0.5 * words_per_sentence - 21.43 + 5


@pytest.fixture
def texts(site):
    """Return {title: HTML of the editors' text} of every page."""
    found = {}
    for page in Page.objects.descendant_of(home_page(), inclusive=True).specific():
        blocks = [page.body.render_as_block()]
        blocks += [(getattr(page, "when_to_write", None) and page.when_to_write.render_as_block()) or ""]
        found[page.title] = f"<p>{page.lead}</p>" + "".join(map(str, blocks))
    return found


def test_sentences_have_at_most_25_words(texts):
    long = [s for html in texts.values() for s in sentences(html) if len(words(s)) > MAX_WORDS]
    assert long == []


@pytest.mark.parametrize("formula", [0, 1], ids=["kincaid", "index"])
def test_pages_have_a_reading_age_of_at_most_nine(texts, formula):
    found = {title: ages(html)[formula] for title, html in texts.items() if len(words(strip_tags(html))) > 40}
    assert {title: round(age, 1) for title, age in found.items() if age > MAX_AGE} == {}
    assert len(found) > 20


def test_formulas_distinguish_hard_from_easy_text():
    hard = "<p>Notwithstanding administrative considerations, representatives subsequently reconsider eligibility.</p>"
    assert min(ages(hard)) > 15
    assert max(ages("<p>The bus was late. We had to wait in the rain.</p>")) < 8
