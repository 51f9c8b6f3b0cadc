"""What people see of banners and menus in other languages: a text once it is saved, while its English is unchanged."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from body.english import WrittenHere


def in_readers_language(owner: models.Model, english: str) -> str:
    """Return a text of a banner or menu in the reader's language, or in English if nobody has translated it."""
    language = get_language()
    if not english or language in {None, settings.LANGUAGE_CODE}:
        return english
    written = (each.text for each in owner.texts.all() if (each.language, each.source) == (language, english))
    return next(map(WrittenHere, written), english)
