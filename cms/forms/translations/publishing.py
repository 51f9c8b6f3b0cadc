"""Publishing of the texts of a form in other languages."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from casework.questionnaires.services import current_version
from casework.questionnaires.translations.published import publish_texts
from casework.questionnaires.translations.texts import SOURCE, texts_of
from cms.page_cache import clear_pages
from cms.translations.rows import Texts

from .models import FormText

type Definition = dict[str, Any]


def texts_of_form(definition: Definition) -> Texts:
    """Return the English texts of a form, each with the title of its step."""
    titles = {f"steps/{step['slug']}": step["title"][SOURCE] for step in definition["steps"]}
    texts = texts_of(definition)
    return Texts(texts, {text.key: titles.get("/".join(text.key.split("/")[:2]), "") for text in texts})


def shown_texts(definition: Definition, written: Iterable[FormText]) -> dict[str, dict[str, str]]:
    """Return what people may be shown, `{language: {key: text}}`: neither stale nor waiting for a reader."""
    by_language: dict[str, list[FormText]] = {}
    for each in written:
        by_language.setdefault(each.language, []).append(each)
    texts = texts_of_form(definition)
    return {
        language: {row.text.key: row.translation for row in texts.rows(found) if row.is_shown}
        for language, found in by_language.items()
    }


@transaction.atomic
def publish_form_texts(form) -> bool:
    """Show people the texts that are ready, in the form's current version. Return False if it was never published."""
    version = current_version(form.slug)
    if version is None:
        return False
    written = FormText.objects.filter(form_id=form.pk)
    publish_texts(version=version, texts=shown_texts(version.definition, written))
    clear_pages()
    return True
