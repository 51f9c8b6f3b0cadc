"""Every public English text of code, templates, mails and forms has a reading age of at most nine (B-71).

The catalogue of any language lists the texts of code and templates. The pages that editors write are read in
`tests/cms/test_reading.py`.
"""

import json
import re
from collections import defaultdict

import polib
import pytest
from django.conf import settings

from casework.questionnaires.translations.texts import texts_of
from ops.set_up.form import STARTERS, standard_form, starter_form
from ops.set_up.reading import london
from tests.cms.test_reading import MAX_AGE, MAX_WORDS, ages, sentences, words

FEWEST = 40  # words that the formulas need
TERMS = ["authenticator app", "JavaScript"]  # without a shorter form, like the names of `test_reading`
OF_THE_LAW = {"templates/cms/statement.html"}  # tests/cms/test_statement.py reads what is not prescribed


def as_page(texts):
    """Return texts as paragraphs, with a name for each placeholder and term."""
    text = "".join(f"<p>{text}</p>" for text in texts)
    return re.sub("|".join([r"%\(\w+\)[sd]", r"\{\w+\}", *TERMS]), "Name", text)


def by_file():
    """Return the public texts by file, and those of files with few words by folder."""
    of_file, found = defaultdict(list), defaultdict(list)
    for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / "pl/LC_MESSAGES/django.po")):
        for file in {file for file, _line in entry.occurrences} - OF_THE_LAW:
            of_file[file] += filter(None, [entry.msgid, entry.msgid_plural])
    for file, texts in of_file.items():
        found[file if number_of_words(texts) >= FEWEST else file.split("/")[0]] += texts
    return found


def of_forms():
    forms = {
        each["slug"]: starter_form(each, words=london().words) for each in json.loads(STARTERS.read_text())
    }
    forms["contact"] = standard_form(london().words)
    return {slug: [text.english for text in texts_of(form)] for slug, form in forms.items()}


def number_of_words(texts):
    return len([word for sentence in sentences(as_page(texts)) for word in words(sentence)])


@pytest.fixture
def texts(db):
    return {
        place: found for place, found in (by_file() | of_forms()).items() if number_of_words(found) >= FEWEST
    }


def test_public_texts_have_a_reading_age_of_at_most_nine(texts):
    found = {place: max(ages(as_page(each))) for place, each in texts.items()}
    assert {place: round(age, 1) for place, age in found.items() if age > MAX_AGE} == {}
    assert {"contact", "portal", "templates/mail/alerts_stopped.html"} <= set(found)


def test_public_sentences_have_at_most_25_words(texts):
    read = [sentence for each in texts.values() for sentence in sentences(as_page(each))]
    assert [sentence for sentence in read if len(words(sentence)) > MAX_WORDS] == []
