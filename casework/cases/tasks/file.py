"""Stored bytes of all file tables: deleting those without a row, and scanning for viruses."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseFile, Message
from casework.cases.services.alerts.alert import alert_constituent
from casework.cases.services.messages.message import note_quarantined
from casework.files import scanning, store
from casework.files.models import StoredFile, file_models, known_keys
from casework.wall.scope import ALL, scoped

LONGER_THAN_ANY_FORM = timedelta(days=1)  # a form that was shown again names its files for hours


def sweep_files() -> int:
    """Delete bytes that no row names, left by a crash or a refused form. Return how many."""
    older_than = timezone.now() - LONGER_THAN_ANY_FORM
    with scoped(ALL):
        known = known_keys()
    return store.sweep_orphans(known_keys=known, older_than=older_than)


def scan_files(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Scan what is due for viruses. Return True if more may be due."""
    more = [
        scanning.scan_due(model, tell=TELL.get(model, _tell_nobody), stopping=stopping)
        for model in file_models()
    ]
    return any(more)


def _tell_both(file: StoredFile, virus: str) -> None:
    """Record it on the case for the office and the person, who gets an alert if the file was theirs."""
    held = CaseFile.objects.select_related("case", "message").get(pk=file.pk)
    if held.thumbnail is not None:  # made before there was a scanner
        held.thumbnail = None
        held.save(update_fields=["thumbnail"])
    note_quarantined(held, virus)
    if held.message.direction == Message.Direction.IN:
        alert_constituent(case=held.case)


def _tell_nobody(file: StoredFile, virus: str) -> None:
    """Do nothing: the person who added the file sees it on the page where they added it."""


TELL: dict[type[StoredFile], scanning.Tell] = {CaseFile: _tell_both}


def oldest_unscanned_age() -> timedelta | None:
    """Return how long the oldest unscanned file has waited; None if there is none, or no scanner is set."""
    if not settings.CLAMD_URL:
        return None
    with scoped(ALL):
        waiting = [scanning.waiting_since(model) for model in file_models()]
    return max((timezone.now() - since for since in waiting if since), default=None)


def empty_quarantine() -> int:
    """Destroy rows and bytes that were in quarantine for long enough. Return how many.

    Bytes that a killed worker had not yet moved to quarantine are moved now.
    """
    gone = 0
    with scoped(ALL):
        for model in file_models():
            for key in _keys(scanning.quarantined(model)):
                store.quarantine(key)
            gone += sum(_destroy(file) for file in scanning.quarantine_over(model))
    return gone


def _keys(files: models.QuerySet[StoredFile]) -> list[str]:
    return list(files.values_list("key", flat=True))


@transaction.atomic
def _destroy(file: StoredFile) -> bool:
    """Destroy one file and log it for the case's office. Return False if another process did."""
    rows, _each = scanning.quarantine_over(type(file)).filter(pk=file.pk).delete()
    case: Case | None = getattr(file, "case", None)
    if rows and case is not None:
        record(
            Verb.FILE_DESTROYED,
            by=None,
            office=case.office_id,
            subject=case.reference,
            file=str(file.uuid),
        )
    transaction.on_commit(partial(store.delete, file.key))
    return bool(rows)
