"""Plain text: distinguished from HTML, mail and programs, and converted to UTF-8."""

import codecs
import re

from .kinds import MARKUP

ENDINGS = ("", ".txt", ".text", ".md", ".log", ".csv")
MAIL_HEADERS = re.compile(
    rb"^(received|return-path|mime-version|message-id|delivered-to|x-[\w-]+):", re.IGNORECASE | re.M
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the next does, so it is tried before
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Signs of another encoding that was read as Windows-1252: a sign inside a word, three letters with accents in a row,
# a capital after a small letter, and the letters that Turkish ones turn into.
LETTER = "A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ"
SIGN = "\u0080-\u009f¡-¦¨-¬®-¶¸-¿×÷€‚ƒ„†‡ˆ‰‹›˜™•"
NOT_WESTERN = re.compile(
    f"[{LETTER}][{SIGN}][{LETTER}]|[À-ÖØ-öø-ÿŠšŽžŒœŸ]{{3}}|[a-zß-öø-ÿšžœ][À-ÖØ-ÞŠŽŒŸ]|[ðþýÐÞÝ]"
)


class UnknownLetters(ValueError):
    """The encoding of the text is unknown or ambiguous."""


def decoded(content: bytes) -> str:
    """Return the text of a file. Raises UnknownLetters if no encoding, or more than one, fits."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(content, "cp1252")
    if NOT_WESTERN.search(text):
        raise UnknownLetters
    return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownLetters from error


def is_mail(content: bytes) -> bool:
    return len({found.lower() for found in MAIL_HEADERS.findall(content.lstrip()[:4000])}) > 1


def is_words(text: str) -> bool:
    """Return whether the text is prose, not something a program would run or render."""
    content = text.encode()
    start = content[:4000].lstrip()
    return not (
        CONTROL.search(text)
        or MARKUP.search(content)
        or start.startswith((b"#!", b"<?xml", b"{\\rtf", b"%!PS"))
    )
