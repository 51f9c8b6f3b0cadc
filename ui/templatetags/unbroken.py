"""A block tag that keeps a letter and its hyphen on the line of their word, as in the Polish “e-mail”.

A browser breaks a line after any hyphen. A no-break hyphen or a word joiner would keep the word whole, but a search in
the page does not find the first, and speech spells both out. So the word stays as it is, in an element.
"""

import re
from collections.abc import Iterator

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()

# Tags with their attributes, and elements that hold text alone.
MARKUP = re.compile(r"<(?:!--.*?-->|(script|style|textarea|title|option)\b.*?</\1\s*>|[^<>]*>)", re.DOTALL)
# One Latin letter, a hyphen, and the rest of a word short enough for a narrow page; not the start of an email address.
LATIN = "A-Za-zÀ-ɏ"
WORD = re.compile(rf"(?<![\w-])[{LATIN}]-[{LATIN}’]{{1,20}}(?![\w’@-])")


@register.tag
def unbroken(parser, token):
    """Render what is inside; in other languages than English, keep such words on one line."""
    inside = parser.parse(("endunbroken",))
    parser.delete_first_token()
    return UnbrokenNode(inside)


class UnbrokenNode(template.Node):
    """Markup whose words with a hyphen after their first letter stay on one line."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        html = self.nodelist.render(context)
        if get_language() in {None, settings.LANGUAGE_CODE}:
            return html
        return "".join(_parts(html))


def _parts(html: str) -> Iterator[str]:
    end = 0
    for markup in MARKUP.finditer(html):
        yield _kept_whole(html[end : markup.start()])
        yield markup[0]
        end = markup.end()
    yield _kept_whole(html[end:])


def _kept_whole(text: str) -> str:
    return WORD.sub(r'<span class="ui-unbroken">\g<0></span>', text) if "-" in text else text
