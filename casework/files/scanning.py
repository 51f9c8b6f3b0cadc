"""Looking for viruses: each file is due until the scanner has said yes or no. What it has not seen is held.

A file whose scanner is silent waits and is asked about again; nothing but a clear "no virus" lets it pass. Each step
is committed by itself and no transaction is open while the scanner looks, so a killed worker loses nothing: the file
is due again when the lease is over.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from casework.wall.scope import ALL, scoped

from . import clamd, store
from .models import NOT_LOOKED_AT, StoredFile

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than the slowest conversation with the scanner
WHILE_SILENT = timedelta(seconds=20)
WITHOUT_VERDICT = timedelta(hours=1)
IN_A_RUN = 50
QUARANTINE = timedelta(days=30)

Stopping = Callable[[], bool]
Tell = Callable[[StoredFile, str], None]


def scan_due(model: type[StoredFile], *, tell: Tell, stopping: Stopping = lambda: False) -> bool:
    """Scan the due files of one table. Return True if more may be due; False also when the scanner is silent.

    `tell(file, virus)` runs in the transaction that quarantines a file.
    """
    for _ in range(IN_A_RUN if settings.CLAMD_URL else 0):
        file = None if stopping() else _lease(model)
        if file is None or not _scan(file, tell):
            return False
    return bool(settings.CLAMD_URL)


def _due(model: type[StoredFile]) -> models.QuerySet[StoredFile]:
    return model._default_manager.filter(NOT_LOOKED_AT, scan_due_at__lte=timezone.now())


def _lease(model: type[StoredFile]) -> StoredFile | None:
    """Lease the file that has been due for longest."""
    with scoped(ALL):
        while (pk := _due(model).order_by("scan_due_at").values_list("pk", flat=True).first()) is not None:
            if _due(model).filter(pk=pk).update(scan_due_at=timezone.now() + LEASE):
                return model._default_manager.filter(pk=pk).first()
    return None


def _scan(file: StoredFile, tell: Tell) -> bool:
    """Scan one file and save the result. Return False if the scanner is silent."""
    content = store.open_or_none(file.key)
    if content is None:
        _again(file, WITHOUT_VERDICT)
        return True
    try:
        with content:
            virus = clamd.find_virus(content)
    except clamd.Silent:
        logger.warning("The virus scanner at CLAMD_URL does not answer. Files are held until it does.")
        _again(file, WHILE_SILENT)
        return False
    except clamd.NoVerdict as answer:
        logger.warning("The virus scanner cannot tell about file %s: %s", file.uuid, answer)
        _again(file, WITHOUT_VERDICT)
        return True
    if virus:
        _quarantine(file, virus, tell)
    else:
        _note(file, checked_at=timezone.now())
    return True


def _again(file: StoredFile, later: timedelta) -> None:
    _note(file, scan_due_at=timezone.now() + later)


def _note(file: StoredFile, **facts: object) -> bool:
    """Write it down unless the row went meanwhile, as when a submission became a case: its new row is due by itself."""
    with scoped(ALL):
        rows = type(file)._default_manager.filter(NOT_LOOKED_AT, pk=file.pk)
        return bool(rows.update(**facts))


@transaction.atomic
def _quarantine(file: StoredFile, virus: str, tell: Tell) -> None:
    if not _note(file, quarantined_at=timezone.now()):
        return
    logger.warning("The virus scanner found %s in file %s. It is held.", virus, file.uuid)
    transaction.on_commit(partial(store.quarantine, file.key))
    with scoped(ALL):
        tell(file, virus)


def waiting_since(model: type[StoredFile]) -> datetime | None:
    """Return when the longest waiting file of this table arrived; None if none waits."""
    waiting = model._default_manager.filter(NOT_LOOKED_AT)
    return waiting.order_by("stored_at").values_list("stored_at", flat=True).first()


def quarantined(model: type[StoredFile]) -> models.QuerySet[StoredFile]:
    return model._default_manager.filter(quarantined_at__isnull=False)


def quarantine_over(model: type[StoredFile]) -> models.QuerySet[StoredFile]:
    """Return the quarantined files that are due for deletion."""
    return quarantined(model).filter(quarantined_at__lte=timezone.now() - QUARANTINE)
