"""Marks in a text that is translated, such as <b> and <a1>: they stand for its formatting and links."""

import re

MARK = re.compile(r"</?[a-z]+\d*>")


def same_marks(english: str, translation: str) -> bool:
    """Return whether a translation has the marks of the English text, each closed after what it opened.

    Their order may differ. A text without marks may hold anything.
    """
    wanted = MARK.findall(english)
    if not wanted:
        return True
    found = MARK.findall(translation)
    return sorted(wanted) == sorted(found) and _are_nested(found)


def _are_nested(marks: list[str]) -> bool:
    waiting: list[str] = []
    for mark in marks:
        if mark == "<br>":
            continue
        if not mark.startswith("</"):
            waiting.append(mark[1:])
        elif not waiting or waiting.pop() != mark[2:]:
            return False
    return not waiting
