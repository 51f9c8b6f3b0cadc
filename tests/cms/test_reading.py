"""B-71: the demo's pages can be read at the age of nine, by two formulas, in short sentences."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import Page

from cms.setup import home_page

LONGEST = 25  # words
OLDEST = 9  # years
# Names that have no shorter word. They count as one syllable and four letters, as names known to the reader.
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
    """The sentences of a text; an item of a list or a heading is one."""
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
    """(Flesch-Kincaid, automated readability index) as the age of a reader: school begins at five."""
    said = sentences(html)
    everything = [word for sentence in said for word in words(sentence)]
    a_sentence = len(everything) / len(said)
    kincaid = 0.39 * a_sentence + 11.8 * sum(map(syllables, everything)) / len(everything) - 15.59
    letters = sum(len(re.sub(r"\W", "", word)) for word in everything) / len(everything)
    return kincaid + 5, 4.71 * letters + 0.5 * a_sentence - 21.43 + 5


@pytest.fixture
def texts(site):
    """{title: HTML of what editors wrote} of every page."""
    found = {}
    for page in Page.objects.descendant_of(home_page(), inclusive=True).specific():
        blocks = [page.body.render_as_block()]
        blocks += [(getattr(page, "when_to_write", None) and page.when_to_write.render_as_block()) or ""]
        found[page.title] = f"<p>{page.lead}</p>" + "".join(map(str, blocks))
    return found


def test_no_sentence_is_long(texts):
    long = [s for html in texts.values() for s in sentences(html) if len(words(s)) > LONGEST]
    assert long == []


@pytest.mark.parametrize("formula", [0, 1], ids=["kincaid", "index"])
def test_a_child_of_nine_can_read_it(texts, formula):
    found = {title: ages(html)[formula] for title, html in texts.items() if len(words(strip_tags(html))) > 40}
    assert {title: round(age, 1) for title, age in found.items() if age > OLDEST} == {}
    assert len(found) > 20


def test_the_formulas_tell_hard_from_easy():
    hard = "<p>Notwithstanding administrative considerations, representatives subsequently reconsider eligibility.</p>"
    assert min(ages(hard)) > 15
    assert max(ages("<p>The bus was late. We had to wait in the rain.</p>")) < 8
