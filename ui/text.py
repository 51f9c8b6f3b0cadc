"""What is done with characters that nobody can see, wherever text is typed or shown."""

import re

# Cannot be stored or sent on: NUL, and halves of characters (lone surrogates).
UNUSABLE = re.compile("[\x00\ud800-\udfff]")
# Come along when a number or address is pasted, and make text read differently from what it is.
UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
UNSEEN_IN_LINES = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def unusable(value):
    """Whether a typed value, or one of several, holds a character that cannot be kept."""
    values = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(each, str) and UNUSABLE.search(each) for each in values)


def tidy(value, *, one_line):
    """The text without what cannot be seen. People paste it unknowingly, so nobody is scolded."""
    if isinstance(value, list | tuple):
        return [tidy(each, one_line=one_line) for each in value]
    if not isinstance(value, str):
        return value
    value = value.replace("\x0b", "\n").replace("\x0c", "\n")
    return (UNSEEN if one_line else UNSEEN_IN_LINES).sub("", value)


def showable(value):
    """The text with a visible mark where a character cannot be shown, so that a page never breaks on it."""
    if isinstance(value, list | tuple):
        return [showable(each) for each in value]
    return UNUSABLE.sub(REPLACEMENT, value) if isinstance(value, str) else value
