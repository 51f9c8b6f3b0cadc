"""Making thumbnails of the pictures on cases, once they may be opened."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from casework.cases.models import CaseFile
from casework.files.thumbnails import thumbnail_of
from casework.wall.scope import ALL, scoped

LEASE = timedelta(minutes=10)  # longer than the cleaning process may take
IN_A_RUN = 50


def make_thumbnails(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Make the thumbnails that are due. Return True if more may be due.

    No transaction is open while a picture is reduced. If the worker is killed, the file is due again after the lease.
    """
    for _ in range(IN_A_RUN):
        file = None if stopping() else _lease()
        if file is None:
            return False
        small = thumbnail_of(file.key)
        with scoped(ALL):
            due = CaseFile.objects.filter(pk=file.pk, quarantined_at=None)
            due.update(thumbnail=small, thumbnail_due_at=None)
    return True


def _lease() -> CaseFile | None:
    """Lease the file whose thumbnail has been due for longest."""
    with scoped(ALL):
        while (file := CaseFile.objects.thumbnail_due().first()) is not None:
            due = CaseFile.objects.filter(pk=file.pk, thumbnail_due_at=file.thumbnail_due_at)
            if due.update(thumbnail_due_at=timezone.now() + LEASE):
                return file
    return None
