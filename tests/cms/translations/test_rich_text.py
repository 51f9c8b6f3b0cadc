"""Rich text in another language keeps its tags, and takes no tag from a translation."""

import pytest

from cms.pages.translations.rich_text import translated

LINKS = '<p data-block-key="x">See <a id="3" linktype="page">A</a> or <a href="/b/">B</a> &amp; C</p>'


def lines(html):
    found = []
    translated(html, lambda number, text: found.append(text) or text)
    return found


def test_paragraphs_headings_and_items_are_texts_of_their_own():
    html = "<h2>One</h2><p>Two</p><ul><li>Three<ul><li>Four</li></ul></li></ul>"
    assert lines(html) == ["One", "Two", "Three", "Four"]


def test_links_are_numbered_and_can_change_places():
    assert lines(LINKS) == ["See <a1>A</a1> or <a2>B</a2> & C"]
    there = translated(LINKS, lambda _number, _text: "<a2>B</a2> i <a1>A</a1>")
    assert there == ('<p data-block-key="x"><a href="/b/">B</a> i <a id="3" linktype="page">A</a></p>')


@pytest.mark.parametrize("html", [LINKS, "<p>a<br/>b</p>", "<p>1 &lt; 2 &amp;amp;</p>", "", "<p></p><hr/>"])
def test_text_that_stays_is_the_same_html(html):
    assert translated(html, lambda _number, text: text) == html


@pytest.mark.parametrize(
    "typed", ["<script>x()</script>", '<a1 onclick="x">y', "<img src=x>", "</p><p>", "<b>"]
)
def test_tags_of_a_translation_are_escaped(typed):
    there = translated("<p>Text</p>", lambda _number, _text: typed)
    assert (there[:3], there[-4:]) == ("<p>", "</p>")
    assert "<" not in there[3:-4]
