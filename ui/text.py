"""Functions for invisible, look-alike and unusable characters in text that is typed or shown."""

import re
import unicodedata

# cannot be stored or sent: null bytes and lone surrogates
UNUSABLE = re.compile("[\x00\ud800-\udfff]")
# Invisible characters that are pasted along and change how text is read. Joiners stay: names need them.
INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f\xad\u180e\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]"
)
INVISIBLE_IN_LINES = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Letters and marks by their category that no font draws: fillers, the empty Braille cell, variation selectors.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u0060\u00b4", "'") | {"\u2212": "-"}
)
WIDE_SIGNS = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F) if not chr(wide).isalpha()}
)


def unusable(value):
    """Return whether a value or a list of values contains a character that cannot be stored."""
    values = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(each, str) and UNUSABLE.search(each) for each in values)


def is_blank(text):
    """Return whether the text has no visible character: only spaces of any width, joiners and fillers."""
    return all(letter.isspace() or _is_invisible(letter) for letter in text)


def _is_invisible(letter):
    return unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Zs"} or bool(BLANK.match(letter))


def fold(text):
    """Return a number, code, date or address in plain characters: digits 0-9, one dash, nothing invisible."""
    return "".join(map(_folded, text.translate(WIDE_SIGNS).translate(ALIKE))).strip()


def _folded(letter):
    if letter.isascii():
        return " " if letter.isspace() else letter
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category == "Pd":
        return "-"
    if category.startswith("Z"):
        return " "
    return "" if _is_invisible(letter) else letter


def fold_address(text):
    """Return an email address without what is copied along: `mailto:`, brackets, a full stop at the end."""
    text = re.sub("^mailto:", "", fold(text).strip("<>"), flags=re.IGNORECASE)
    return text.strip(" .,;<>")


def tidy(value, *, one_line, plain=False):
    """Return the text without invisible characters, which people paste unknowingly.

    A line break becomes one character. Text without a visible character becomes "". `plain` folds what machines
    compare: numbers, codes, dates, addresses and references.
    """
    if isinstance(value, list | tuple):
        return [tidy(each, one_line=one_line, plain=plain) for each in value]
    if not isinstance(value, str) or unusable(value):
        return value
    value = re.sub("\r\n?|[\x0b\x0c]", "\n", value)
    value = (INVISIBLE if one_line else INVISIBLE_IN_LINES).sub("", value)
    if is_blank(value):
        return ""
    return fold(value) if plain else value


def showable(value):
    """Return the text with a replacement character for each one that cannot be encoded."""
    if isinstance(value, list | tuple):
        return [showable(each) for each in value]
    return UNUSABLE.sub(REPLACEMENT, value) if isinstance(value, str) else value
