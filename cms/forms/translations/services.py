"""Saving of the texts of a form in other languages."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.forms.models import Form

from .models import FormText
from .rows import Row, rows_of


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
def save_texts(*, form, language: str, typed: dict[str, Typed], reader: str = "") -> list[str]:
    """Store what differs from what the page showed. Return the keys that somebody else changed meanwhile, unstored.

    What is emptied is deleted. A reader's name stays with a text until the text or its English changes.
    """
    Form.objects.select_for_update().get(pk=form.pk)
    stored = {each.key: each for each in FormText.objects.filter(form_id=form.pk, language=language)}
    conflicts = []
    for row in rows_of(form.definition(), stored.values()):
        new = typed.get(row.text.key)
        if new is None or not (new.kept or new.read or new.text != new.was):
            continue
        if row.translation not in {new.was, new.text}:
            conflicts.append(row.text.key)
            continue
        _store(form, language, row, new, stored.get(row.text.key), reader)
    return conflicts


def _store(form, language, row: Row, new: Typed, old: FormText | None, reader: str) -> None:
    if not new.text:
        FormText.objects.filter(pk=old.pk if old else None).delete()
        return
    same = old is not None and (old.text, old.source) == (new.text, row.text.english)
    read_by, read_at = (old.read_by, old.read_at) if same and old else ("", None)
    if new.read and reader:
        read_by, read_at = reader, timezone.now()
    FormText.objects.update_or_create(
        form_id=form.pk,
        language=language,
        key=row.text.key,
        defaults={"source": row.text.english, "text": new.text, "read_by": read_by, "read_at": read_at},
    )
