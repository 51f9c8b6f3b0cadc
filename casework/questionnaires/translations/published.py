"""The published texts of a version in other languages."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from casework.questionnaires.models import Version, VersionTexts

from .texts import SOURCE, Definition, with_texts


def definition_in(version: Version, language: str | None) -> Definition:
    """Return the definition of a version with its published texts in this language, read once a version object."""
    if not language or language == SOURCE:
        return version.definition
    read = version.__dict__.setdefault("_definitions", {})
    if language not in read:
        row = VersionTexts.objects.filter(version=version, language=language).first()
        read[language] = with_texts(version.definition, language=language, texts=row.texts if row else {})
    return read[language]


@transaction.atomic
def publish_texts(*, version: Version, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Replace the texts of a version in other languages by these: `{language: {key: text}}`.

    Only texts change: what the version asks, and what people have answered, stays. Submissions that are under way show
    the new texts from their next page on.
    """
    known = dict(settings.KNOWN_LANGUAGES)
    VersionTexts.objects.filter(version=version).delete()
    VersionTexts.objects.bulk_create(
        VersionTexts(version=version, language=language, texts=dict(of_language))
        for language, of_language in texts.items()
        if of_language and language in known
    )
