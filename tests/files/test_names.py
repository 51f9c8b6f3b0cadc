"""Hostile file names are made safe to show, and extensions match the type of the file."""

import unicodedata

import pytest

from casework.files.kinds import Kind
from casework.files.names import clean_name, name_as

NAMES = [
    ("letter.pdf", "letter.pdf"),
    ("  my   letter .pdf ", "my letter .pdf"),
    ("../../etc/passwd", "passwd"),
    ("/etc/passwd", "passwd"),
    ("C:\\Users\\Jane\\letter.pdf", "letter.pdf"),
    ("..\\..\\letter.pdf", "letter.pdf"),
    ("a\0b.pdf", "ab.pdf"),
    ("\u202efdp.exe", "fdp.exe"),
    ("a\u2066b\u2069\u200b.pdf", "a b .pdf"),
    ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
    ("a\u2028b.pdf", "a b.pdf"),
    ("\ud800a.pdf", "a.pdf"),
    ('a"b<c>|?*.pdf', "a'b_c____.pdf"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("com1.tar.gz", "_com1.tar.gz"),
    ("console.txt", "console.txt"),
    (".htaccess", "htaccess"),
    ("letter.pdf.", "letter.pdf"),
    ("😀.jpg", "😀.jpg"),
    ("👩‍👩‍👧.jpg", "👩‍👩‍👧.jpg"),
    ("رسالة.pdf", "رسالة.pdf"),
    ("می‌خواهم.pdf", "می‌خواهم.pdf"),
    ("e\u0301.pdf", "é.pdf"),
    ("", "file"),
    ("...", "file"),
    ("/", "file"),
    ("\0", "file"),
    ("\u200d", "file"),
    ("x" * 4000 + ".pdf", "x" * 196 + ".pdf"),
    ("😀" * 4000, "😀" * 200),
    ("." * 4000, "file"),
]


@pytest.mark.parametrize(("given", "shown"), NAMES, ids=range(len(NAMES)))
def test_file_name_is_made_safe_to_show(given, shown):
    assert clean_name(given) == shown


def test_no_character_makes_a_file_name_empty_long_or_misleading():
    for letter in map(chr, [*range(0x100), *range(0x100, 0x11000, 5), *range(0x2000, 0x2070)]):
        shown = clean_name(f"{letter}/..{letter * 300}\\{letter}")

        assert 0 < len(shown) <= 200, hex(ord(letter))
        assert not set("/\\\0\n\u202e") & set(shown), hex(ord(letter))
        assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in shown), hex(ord(letter))
        assert clean_name(shown) == shown, hex(ord(letter))


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("a.jpg", Kind.JPEG, "a.jpg"),
        ("a.JPEG", Kind.JPEG, "a.JPEG"),
        ("a.png", Kind.JPEG, "a.jpg"),
        ("a.jpg.exe", Kind.JPEG, "a.jpg"),
        ("a.pdf.exe.scr", Kind.PDF, "a.pdf"),
        ("a", Kind.PDF, "a.pdf"),
        ("rent 3.11", Kind.PDF, "rent 3.11.pdf"),
        ("", Kind.TEXT, "file.txt"),
        (".pdf", Kind.PDF, "pdf.pdf"),
        ("x" * 500, Kind.PDF, "x" * 196 + ".pdf"),
    ],
)
def test_file_extension_matches_its_type(given, kind, kept):
    assert name_as(kind, given) == kept
