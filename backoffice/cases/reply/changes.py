"""What a signer changed in a reply, as pieces of text that stayed, were removed or were added."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

WORD = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 2_000  # in one changed block; longer ones are shown as removed and added whole


@dataclass(frozen=True)
class Piece:
    """A piece of text. `kind` is "" if it stayed, "del" if it was removed, "ins" if it was added."""

    text: str
    kind: str = ""


def changes(before, after):
    """Return the pieces that lead from one text to the other: by lines, and by words within changed lines."""
    found = []
    old, new = _lines(before), _lines(after)
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[i:j]), "".join(new[k:n])
        found += [Piece(removed)] if kind == "equal" else _by_words(removed, added)
    return found


def marked(pieces):
    """Return pieces as HTML, each change with a word for those who do not see its mark."""
    words = {"del": _("removed:"), "ins": _("added:")}
    html = '<{0}><span class="govuk-visually-hidden">{1} </span>{2}</{0}>'
    each = (
        (format_html(html, piece.kind, words[piece.kind], piece.text) if piece.kind else piece.text,)
        for piece in pieces
    )
    return format_html_join("", "{}", each)


def _lines(text):
    return text.replace("\r\n", "\n").splitlines(keepends=True)


def _by_words(before, after):
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [piece for piece in (Piece(before, "del"), Piece(after, "ins")) if piece.text]
    found = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[i:j]), "".join(new[k:n])
        if kind == "equal":
            found.append(Piece(removed))
            continue
        found += [piece for piece in (Piece(removed, "del"), Piece(added, "ins")) if piece.text]
    return found
