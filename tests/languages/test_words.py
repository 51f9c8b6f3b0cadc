"""Words of the translations: none takes the place of a body for a city, and the glossary has every language."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from cms.translations.rows import languages
from config.catalogues import catalogues
from ops.set_up import page_texts
from ops.set_up.form_texts import FOLDER

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "languages" / "glossary.md"
CITY = re.compile(
    r"\b(miast|oraș|ciudad\b|cidade\b|città\b|şehr|şehir|مدينة|المدينة|شہر\b|শহর|શહેર|ਸ਼ਹਿਰ)", re.IGNORECASE
)


@pytest.mark.parametrize("code", [code for code, _name in languages()])
def test_no_text_calls_the_place_a_city(code):
    files = (FOLDER / f"{code}.po", catalogues()[code])
    files += tuple(page_texts.FOLDER.glob(f"{code}.po"))
    texts = [text for file in files for entry in polib.pofile(str(file)) for text in words_of(entry)]
    assert [text for text in texts if re.search(r"%\(place\)s|\{place\}", text) and CITY.search(text)] == []


def words_of(entry):
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_glossary_has_a_word_of_every_language_in_each_row():
    lines = GLOSSARY.read_text().splitlines()
    heading, _line, *rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    assert set(heading) == {"English", *(name for _code, name in languages())}
    assert [row[0] for row in rows if len(row) != len(heading) or not all(row)] == []
