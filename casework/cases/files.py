"""Which stored bytes still belong to somebody."""

from datetime import timedelta

from django.utils import timezone

from casework.files.store import sweep_orphans
from casework.questionnaires.models import SubmissionFile
from casework.scope import ALL, scoped

from .models import CaseFile

LONGER_THAN_ANY_REQUEST = timedelta(hours=1)


def sweep_files() -> int:
    """Delete bytes that no row names: what a crash or a refused form left behind. Returns how many."""
    older_than = timezone.now() - LONGER_THAN_ANY_REQUEST
    with scoped(ALL):
        # In this order, because rows move from submissions to cases and never back: a row that moves between the
        # two readings is then read twice. The other way round it would be read in neither place.
        known = set(SubmissionFile.objects.values_list("key", flat=True))
        known |= set(CaseFile.objects.values_list("key", flat=True))
    return sweep_orphans(known_keys=known, older_than=older_than)
