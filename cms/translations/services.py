"""Saving of texts in other languages."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from .models import WrittenText
from .rows import Row, Texts


@dataclass(frozen=True)
class Typed:
    """What somebody typed for one text, and what their page showed before.

    `kept` says that a text fits the English as it is today, `read` that a native reader has read it.
    """

    text: str
    was: str
    kept: bool = False
    read: bool = False


@transaction.atomic
def save_texts(*, owner, texts: Texts, language: str, typed: dict[str, Typed], reader: str = "") -> list[str]:
    """Store what differs from what the page showed. Return the keys that somebody else changed meanwhile, unstored.

    `owner` is what the texts belong to. What is emptied is deleted. A reader's name stays with a text until the text
    or its English changes.
    """
    model = type(owner)
    model.objects.select_for_update(no_key=True).get(pk=owner.pk)
    stored = {each.key: each for each in owner.texts.filter(language=language)}
    conflicts = []
    for row in texts.rows(stored.values()):
        new = typed.get(row.text.key)
        if new is None or not (new.kept or new.read or new.text != new.was):
            continue
        if row.translation not in {new.was, new.text}:
            conflicts.append(row.text.key)
            continue
        _store(owner, language, row, new, stored.get(row.text.key), reader)
    return conflicts


def _store(owner, language, row: Row, new: Typed, old: WrittenText | None, reader: str) -> None:
    if not new.text:
        owner.texts.filter(pk=old.pk if old else None).delete()
        return
    same = old is not None and (old.text, old.source) == (new.text, row.text.english)
    read_by, read_at = (old.read_by, old.read_at) if same and old else ("", None)
    if new.read and reader:
        read_by, read_at = reader, timezone.now()
    owner.texts.update_or_create(
        language=language,
        key=row.text.key,
        defaults={"source": row.text.english, "text": new.text, "read_by": read_by, "read_at": read_at},
    )
