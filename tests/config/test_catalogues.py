"""Catalogues: only a complete one is compiled, and only what is compiled can be offered."""

import os

import polib
import pytest

from body.catalogue_texts import needs_reader, show_english
from config.catalogues import compile_all, is_complete, ready

KNOWN = [("en", "English"), ("ar", "العربية"), ("pl", "Polski")]
HEADER = 'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
WHOLE = HEADER + '\nmsgid "Yes"\nmsgstr "Tak"\n'
UNTRANSLATED = WHOLE + '\nmsgid "No"\nmsgstr ""\n'
DOUBTFUL = WHOLE + '\n#, fuzzy\nmsgid "No"\nmsgstr "Nie"\n'
ONE_FORM = WHOLE + '\nmsgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "%(n)d dzień"\nmsgstr[1] ""\n'
DANGER = '\n{}#: templates/ui/help_999.html\nmsgid "Call 999."\nmsgstr "Dzwoń pod 999."\n'
UNUSED = WHOLE + '\n#~ msgid "Perhaps"\n#~ msgstr ""\n'


def catalogue(folder, code, text):
    path = folder / code / "LC_MESSAGES"
    path.mkdir(parents=True, exist_ok=True)
    (path / "django.po").write_text(text, encoding="utf-8")
    return path / "django.po"


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        (WHOLE, True),
        (UNUSED, True),
        (UNTRANSLATED, False),
        (DOUBTFUL, False),
        (ONE_FORM, False),
        (HEADER, False),
    ],
)
def test_catalogue_is_complete_without_gaps(tmp_path, text, complete):
    assert is_complete(catalogue(tmp_path, "pl", text)) is complete


def test_complete_catalogue_is_compiled_and_can_be_offered(tmp_path):
    path = catalogue(tmp_path, "pl", WHOLE)
    catalogue(tmp_path, "ar", UNTRANSLATED)
    assert compile_all(tmp_path) == ["pl"]
    assert [entry.msgstr for entry in polib.mofile(str(path.with_suffix(".mo")))] == ["Tak"]
    assert ready(KNOWN, folder=tmp_path) == [KNOWN[0], KNOWN[2]]


def test_catalogue_that_is_no_longer_complete_is_withdrawn(tmp_path):
    path = catalogue(tmp_path, "pl", WHOLE)
    compile_all(tmp_path)
    path.write_text(UNTRANSLATED, encoding="utf-8")
    later = path.with_suffix(".mo").stat().st_mtime + 1
    os.utime(path, (later, later))
    assert compile_all(tmp_path) == []
    assert ready(KNOWN, folder=tmp_path) == [KNOWN[0]]


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        ("", '<bdi lang="en" dir="ltr">Call 999.</bdi>'),
        ("# Read by Ewa Nowak, 2026-12-01\n", "Dzwoń pod 999."),
    ],
)
def test_help_in_danger_is_english_until_a_native_reader_has_read_it(tmp_path, comment, shown):
    path = catalogue(tmp_path, "pl", WHOLE + DANGER.format(comment))
    compile_all(tmp_path)
    assert {entry.msgid: entry.msgstr for entry in polib.mofile(str(path.with_suffix(".mo")))} == {
        "Yes": "Tak",
        "Call 999.": shown,
    }


def test_declaration_of_the_permission_letter_needs_a_reader():
    [letter] = [
        entry
        for entry in polib.pofile("locale/pl/LC_MESSAGES/django.po")
        if entry.msgid.startswith("I know that the office may then tell this person")
    ]
    assert needs_reader(letter)


def test_help_in_danger_outside_of_html_is_english_without_a_mark():
    entry = polib.POEntry(msgid="Call 999.", msgstr="Dzwoń", occurrences=[("templates/mail/a.txt", "")])
    assert needs_reader(entry)
    show_english(entry)
    assert entry.msgstr == "Call 999."
