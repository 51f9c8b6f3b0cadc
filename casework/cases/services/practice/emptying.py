"""Deleting everything that a practice office holds. Cases of real offices are never deleted this way."""

from functools import partial

from django.apps import apps
from django.db import models, transaction

from casework.cases.models import Case
from casework.cases.services.search import CASE, PERSON
from casework.constituents.models import Constituent
from casework.files import store
from casework.files.models import StoredFile
from casework.offices.models import Office
from casework.outbox.models import OutboxMessage
from casework.search import store as index


class NotPractice(ValueError):
    """A real office is never emptied."""


def empty(office: Office) -> None:
    """Delete all rows and files of a practice office, in its scope and in a transaction. Raise NotPractice.

    The log keeps its entries. Foreign keys are checked at the end of the transaction, so the order does not matter.
    """
    if office.practice_of_id is None:
        raise NotPractice
    for kind, model in ((CASE, Case), (PERSON, Constituent)):
        for thing in model._base_manager.filter(office=office).values_list("pk", flat=True):
            index.drop(kind=kind, thing=thing, office=office.pk)
    for model in walled_models():
        rows = model._base_manager.filter(office=office)
        if issubclass(model, StoredFile):
            for key in rows.values_list("key", flat=True):
                transaction.on_commit(partial(store.delete, key))
        # Without what Django does row by row: PROTECT would refuse it, and every such row goes anyway.
        rows._raw_delete(rows.db)
    OutboxMessage.objects.filter(office_id=office.pk).delete()


def walled_models() -> list[type[models.Model]]:
    """Return the models whose rows belong to one office, by its column `office`."""
    return [
        model
        for model in apps.get_models()
        if not hasattr(model, "unwalled")
        and any(field.name == "office" and field.related_model is Office for field in model._meta.fields)
    ]
