"""Rich text as a translator sees it: paragraph by paragraph, with short marks in place of tags."""

import re
from collections.abc import Callable
from html import escape, unescape

from cms.translations.marks import MARK

BLOCK = re.compile(r"(</?(?:p|h[1-6]|ul|ol|li|hr|div)\b[^>]*>)")
TAG = re.compile(r"<(/?)([a-z]+)\b[^>]*?/?>")


def translated(html: str, visit: Callable[[int, str], str]) -> str:
    """Return rich text in which each paragraph, heading and item is what `visit` returns for its number and text.

    A link is `<a1>`, `<a2>` ... to the translator, bold stays `<b>`. Only these come back as tags; the rest is escaped.
    """
    parts, number = [], 0
    for part in BLOCK.split(html):
        if part.strip() and not BLOCK.fullmatch(part):
            number += 1
            part = _translated_line(part, lambda text, at=number: visit(at, text))
        parts.append(part)
    return "".join(parts)


def _translated_line(html: str, visit: Callable[[str], str]) -> str:
    tags: dict[str, str] = {}

    def mark(found: re.Match) -> str:
        closing, name = found[1], found[2]
        if name == "a" and not closing:
            name = f"a{1 + sum(known.startswith('<a') for known in tags)}"
        elif name == "a":
            name = next(reversed([known[1:-1] for known in tags if known.startswith("<a")]))
        tags[f"<{closing}{name}>"] = found[0]
        return f"<{closing}{name}>"

    text = visit(unescape(TAG.sub(mark, html)))
    return "".join(
        tags.get(part, escape(part, quote=False)) for part in re.split(f"({MARK.pattern})", text) if part
    )
