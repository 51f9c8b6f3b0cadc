"""The texts of the standard form in other languages, as an installation begins with them. Editors change them later."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from body.current import current_body
from casework.questionnaires.translations.texts import texts_of
from cms.forms.models import Form
from cms.forms.translations.models import FormText
from cms.forms.translations.publishing import publish_form_texts

from .form import CONTACT, SLUG

FOLDER = Path(__file__).parent / "data" / "form_texts"  # one PO file a language


def publish_standard_texts() -> None:
    """Store and publish the translations of the standard form, unless editors have some already."""
    form = Form.objects.get(slug=SLUG)
    if form.texts.exists():
        return
    body = current_body()
    names = {"place": body.place, "whole_seat": body.whole_seat}
    templates = {text.key: text.english for text in texts_of(json.loads(CONTACT.read_text()))}
    texts = texts_of(form.definition())
    FormText.objects.bulk_create(
        FormText(form=form, language=language, key=text.key, source=text.english, text=translation)
        for language, catalogue in catalogues()
        for text in texts
        if (translation := _translation(text.english, templates.get(text.key, ""), catalogue, names))
    )
    publish_form_texts(form)


def catalogues() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each language that has a file, with its texts by their English."""
    for path in sorted(FOLDER.glob("*.po")):
        yield (
            path.stem,
            {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()},
        )


def _translation(english: str, template: str, catalogue: dict[str, str], names: Mapping[str, str]) -> str:
    """Return the translation of a text, or "" if there is none.

    A file translates the text of one body, or the text with placeholders. Of those only names are the same in every
    language; a text with other words of the body has no translation.
    """
    if english in catalogue:
        return catalogue[english]
    try:
        return catalogue.get(template, "") % names if "%(" in template else ""
    except KeyError:
        return ""
