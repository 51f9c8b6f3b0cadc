"""Words with a hyphen after their first letter stay on one line, in other languages than English."""

import pytest
from django.template import Context, Template
from django.utils.translation import override


def show(html, language="pl"):
    with override(language):
        return Template("{% load unbroken %}{% unbroken %}" + html + "{% endunbroken %}").render(Context())


@pytest.mark.parametrize("word", ["e-maile", "E-posta", "s-a", "e-postalarınızdan"])
def test_word_stays_on_one_line(word):
    assert show(f"<p>Na {word}.</p>") == f'<p>Na <span class="ui-unbroken">{word}</span>.</p>'


@pytest.mark.parametrize(
    "html",
    [
        '<p title="e-mail" class="e-mail">Mail</p>',
        "<textarea>e-mail</textarea>",
        "<option value=1>e-mail</option>",
        "<title>e-mail</title>",
        "<script>e-mail</script>",
        "<!-- e-mail > -->",
        "a-smith@london.example",
        "Dial-a-Ride, ne-am, 1-a, A-1",
        "ঠিক-ঠাক",
        "a-" + 30 * "b",
    ],
)
def test_other_text_is_left_as_it_is(html):
    assert show(html) == html


def test_english_is_left_as_it_is():
    assert show("<p>An e-book</p>", "en") == "<p>An e-book</p>"
