"""What the page of a catalogue sends for each text."""

from collections.abc import Iterable

from .rows import Row
from .services import Typed

LONGEST_NAME = 150
UNNAMED = "?"  # ticked as read, while the name of the reader is missing


def reader_named(text: str) -> str:
    """Return the name of a native reader as it is stored, in one line."""
    return " ".join(text.replace("\0", "").split())[:LONGEST_NAME]


def typed_texts(posted, rows: Iterable[Row]) -> dict[str, Typed]:
    """Return what was typed, by key. The spaces at the ends of a text are those that it had: a box hides them."""
    reader, found = reader_named(posted.get("reader", "")) or UNNAMED, {}
    for row in rows:
        key, shown = row.entry.key, row.text_forms
        names = [f"text:{key}:{number}" for number in range(len(shown))]
        if not all(name in posted for name in names):
            continue
        forms = [posted[name].replace("\r\n", "\n").strip() for name in names]
        found[key] = Typed(
            forms=tuple(_with_ends(text, of=before) for text, before in zip(forms, shown, strict=True)),
            was=posted.get(f"was:{key}", ""),
            kept=f"kept:{key}" in posted,
            reader=reader if f"read:{key}" in posted else "",
        )
    return found


def _with_ends(text: str, *, of: str) -> str:
    start, end = of[: len(of) - len(of.lstrip())], of[len(of.rstrip()) :]
    return f"{start}{text}{end}" if text else ""
