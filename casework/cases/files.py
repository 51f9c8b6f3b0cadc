"""Stored bytes, over both tables that name them: which still belong to somebody, and which hold a virus."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.files import scanning, store
from casework.files.models import StoredFile
from casework.questionnaires.models import SubmissionFile
from casework.scope import ALL, scoped

from .alerts import alert_constituent
from .models import AuthorityPaper, CaseFile, Message
from .services import note_quarantined

LONGER_THAN_ANY_REQUEST = timedelta(hours=1)


def sweep_files() -> int:
    """Delete bytes that no row names: what a crash or a refused form left behind. Returns how many."""
    older_than = timezone.now() - LONGER_THAN_ANY_REQUEST
    with scoped(ALL):
        # In this order, because rows move from submissions to cases and never back: a row that moves between the
        # two readings is then read twice. The other way round it would be read in neither place.
        known = set(SubmissionFile.objects.values_list("key", flat=True))
        known |= set(AuthorityPaper.objects.values_list("key", flat=True))
        known |= set(CaseFile.objects.values_list("key", flat=True))
    return store.sweep_orphans(known_keys=known, older_than=older_than)


def scan_files(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Look for viruses in what is due. True if more may be due."""
    sent = scanning.scan_due(CaseFile, tell=_tell_both, stopping=stopping)
    unsent = scanning.scan_due(SubmissionFile, tell=_tell_nobody, stopping=stopping)
    letters = scanning.scan_due(AuthorityPaper, tell=_tell_nobody, stopping=stopping)
    return sent or unsent or letters


def _tell_both(file: StoredFile, virus: str) -> None:
    """The office reads it on the case, and so does the person, who gets an alert if the file was theirs."""
    held = CaseFile.objects.select_related("case", "message").get(pk=file.pk)
    note_quarantined(held, virus)
    if held.message.direction == Message.Direction.IN:
        alert_constituent(case=held.case)


def _tell_nobody(file: StoredFile, virus: str) -> None:
    """Whoever added it sees it on the page where they added it."""


def oldest_unscanned_age() -> timedelta | None:
    """For how long the file that waits longest for the scanner has waited; None if none does, or no scanner is set."""
    if not settings.CLAMD_URL:
        return None
    with scoped(ALL):
        waiting = [scanning.waiting_since(model) for model in (CaseFile, AuthorityPaper, SubmissionFile)]
    return max((timezone.now() - since for since in waiting if since), default=None)


def empty_quarantine() -> int:
    """Destroy what was quarantined for long enough, rows and bytes. Returns how many.

    What was quarantined by a worker that was killed before it moved the bytes is moved now.
    """
    gone = 0
    with scoped(ALL):
        for model in (CaseFile, AuthorityPaper, SubmissionFile):
            for key in _keys(scanning.quarantined(model)):
                store.quarantine(key)
            gone += sum(_destroy(file) for file in scanning.quarantine_over(model))
    return gone


def _keys(files: models.QuerySet[StoredFile]) -> list[str]:
    return list(files.values_list("key", flat=True))


@transaction.atomic
def _destroy(file: StoredFile) -> bool:
    """Whether it was us who destroyed it; the log of the case's office says so."""
    rows, _each = scanning.quarantine_over(type(file)).filter(pk=file.pk).delete()
    if rows and isinstance(file, CaseFile | AuthorityPaper):
        reference = file.case.reference
        record(Verb.FILE_DESTROYED, by=None, office=file.office_id, subject=reference, file=str(file.uuid))
    transaction.on_commit(partial(store.delete, file.key))
    return bool(rows)
