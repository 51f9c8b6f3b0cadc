"""The translations of the standard form and the starter forms that an installation begins with."""

import json
import re

import pytest

from casework.questionnaires.services import current_version
from casework.questionnaires.translations.published import definition_in
from casework.questionnaires.translations.texts import texts_of
from cms.forms.models import Form
from cms.forms.translations.publishing import texts_of_form
from cms.translations.rows import State, languages, progress_of
from ops.set_up.form import CONTACT, STARTERS, publish_standard_form, write_starters
from ops.set_up.form_texts import catalogues, write_form_texts
from ops.set_up.reading import london

PLACEHOLDER = re.compile(r"%\(\w+\)s")
ONLY_A_PLACEHOLDER = re.compile(r"%\(\w+\)s\Z")
PHONE = re.compile(r"\b\d[\d \u00a0]{1,}\d\b")


def digits(text):
    return sorted(number.replace(" ", "").replace("\u00a0", "") for number in PHONE.findall(text))


def english_texts():
    """Return the texts of the standard form as it comes, and the title and steps of each starter form."""
    starters = json.loads(STARTERS.read_text())
    made = [{"title": {"en": each["title"]}, "steps": each["steps"]} for each in starters]
    return {text.english for form in [json.loads(CONTACT.read_text()), *made] for text in texts_of(form)}


def test_every_language_translates_every_text():
    wanted = {text for text in english_texts() if not ONLY_A_PLACEHOLDER.match(text)}
    found = dict(catalogues())
    assert set(found) == {code for code, _name in languages()}
    assert {code: wanted - set(texts) for code, texts in found.items() if wanted - set(texts)} == {}


@pytest.mark.parametrize("code", ["ar", "bn", "es", "gu", "it", "pa", "pl", "pt", "ro", "tr", "ur"])
def test_translation_keeps_placeholders_and_long_numbers(code):
    for english, text in dict(catalogues())[code].items():
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(english)), english
        for number in digits(english):
            assert len(number) < 5 or number in digits(text), english


@pytest.mark.django_db
def test_installation_begins_with_the_texts(assembly):
    publish_standard_form(words=london().words)
    write_form_texts(["contact"])
    polish = definition_in(current_version("contact"), "pl")
    titles = {step["slug"]: step["title"].get("pl") for step in polish["steps"]}
    assert titles["help"]
    assert "London" in titles["link"]


@pytest.mark.django_db
def test_help_in_danger_waits_for_a_native_reader(assembly):
    publish_standard_form(words=london().words)
    write_form_texts(["contact"])
    form = Form.objects.get(slug="contact")
    rows = texts_of_form(form.definition()).rows(form.texts.filter(language="pl"))
    waiting = {row.text.key for row in rows if row.state == "unread"}
    assert "declaration" in waiting
    assert {row.text.key for row in rows if "999" in row.text.english} <= waiting
    assert waiting == {row.text.key for row in rows if row.text.needs_reader}


@pytest.mark.django_db
def test_starter_form_begins_with_a_translation_of_every_text(assembly):
    starters = list(write_starters(words=london().words))
    write_form_texts(starters)
    for form in Form.objects.filter(slug__in=starters):
        every = progress_of(texts_of_form(form.definition()), form.texts.all())
        assert {each.code: each.numbers[State.MISSING] for each in every if each.numbers[State.MISSING]} == {}


@pytest.mark.django_db
def test_published_starter_form_shows_its_texts(assembly):
    write_form_texts(write_starters(words=london().words))
    Form.objects.get(slug="transport").get_latest_revision().publish()
    steps = definition_in(current_version("transport"), "pl")["steps"]
    line = next(step for step in steps if step["slug"] == "which-line")
    assert line["title"]["pl"] == "Która linia lub trasa?"


@pytest.mark.django_db
def test_second_set_up_leaves_what_editors_wrote(assembly):
    publish_standard_form(words=london().words)
    write_form_texts(["contact"])
    form = Form.objects.get(slug="contact")
    form.texts.filter(language="pl", key="steps/help/title").update(text="Inaczej")
    write_form_texts(["contact"])
    assert form.texts.get(language="pl", key="steps/help/title").text == "Inaczej"
