"""The texts of the first forms in other languages, as an installation begins with them. Editors change them later."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polib

from body.current import current_body
from casework.questionnaires.translations.texts import texts_of
from cms.forms.models import Form
from cms.forms.translations.models import FormText
from cms.forms.translations.publishing import publish_form_texts

from .form import CONTACT

FOLDER = Path(__file__).parent / "data" / "form_texts"  # one PO file a language


def write_form_texts(slugs: Iterable[str]) -> None:
    """Store the translations that these forms begin with, and show those of a published form.

    A form that has a translation already stays as editors left it.
    """
    found = dict(catalogues())
    for form in Form.objects.filter(slug__in=list(slugs), texts=None):
        FormText.objects.bulk_create(_texts_of(form, found))
        publish_form_texts(form)


def _texts_of(form: Form, found: Mapping[str, dict[str, str]]) -> Iterator[FormText]:
    """Yield each text of a form in each language that has a translation of it."""
    body = current_body()
    names = {"place": body.place, "whole_seat": body.whole_seat}
    templates = {text.key: text.english for text in texts_of(json.loads(CONTACT.read_text()))}
    for text in texts_of(form.definition()):
        for language, catalogue in found.items():
            words = _translation(text.english, templates.get(text.key, ""), catalogue, names)
            if words:
                yield FormText(form=form, language=language, key=text.key, source=text.english, text=words)


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
