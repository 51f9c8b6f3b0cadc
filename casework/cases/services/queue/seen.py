"""Noting that a person of the office looked at a case. No entry of the log: the read itself is one."""

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case, CaseSeen


def note_looked(*, case: Case, by: User) -> None:
    """Note, in one statement, that everything on the case so far is known to this person."""
    look = CaseSeen(office_id=case.office_id, case=case, user=by, at=timezone.now())
    CaseSeen.objects.bulk_create(
        [look], update_conflicts=True, unique_fields=["case", "user"], update_fields=["at"]
    )
