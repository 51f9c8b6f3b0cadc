"""Texts that several people keep up to date, one after another: guides and wordings."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb


class RowChanged(Exception):
    """Someone else changed the row since its page was opened. Nothing is stored."""


@transaction.atomic
def keep[Text: models.Model](text: Text, *, verb: Verb, by: User, seen: datetime | None) -> Text:
    """Store a new or changed text. Raise ValidationError for one that may not be.

    `seen` is its `changed_at` as the writer saw it. Raise RowChanged if someone else changed it since.
    """
    _refuse_changed(text, seen=seen)
    text.owner = text.owner or by
    text.changed_at = timezone.now()
    text.full_clean()
    text.save()
    _record(text, verb=verb, by=by)
    return text


@transaction.atomic
def withdraw(text: models.Model, *, since: str, verb: Verb, by: User) -> None:
    """Offer a text no longer. `since` is the field that says from when. Twice is no error."""
    rows = type(text)._base_manager.filter(pk=text.pk, **{since: None})
    if rows.update(**{since: timezone.now()}):
        _record(text, verb=verb, by=by)


def _refuse_changed(row: models.Model, *, seen: datetime | None) -> None:
    """Lock a stored row, and raise RowChanged if its `changed_at` is no longer `seen`. None checks nothing."""
    if seen is None or row.pk is None:
        return
    found = type(row)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=row.pk)
    if found.values_list("changed_at", flat=True).first() != seen:
        raise RowChanged


def _record(text: models.Model, *, verb: Verb, by: User) -> None:
    """Note an act in the log of the office that has the text, or of no office."""
    record(verb, by=by, office=getattr(text, "office_id", None), subject=str(text.uuid))
