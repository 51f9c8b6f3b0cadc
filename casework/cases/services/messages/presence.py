"""Presence: colleagues of the same office see who is writing on a case.

Nothing is logged, because it says only what someone is about to do and is gone within minutes.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case
from casework.cases.models.messages.presence import Presence
from casework.wall.scope import ALL, scoped

LASTS = timedelta(minutes=10)


@transaction.atomic
def note_writing(*, case: Case, by: User) -> Presence:
    """Record that `by` is writing here for the next minutes. Repeating it extends the time and keeps its start."""
    now = timezone.now()
    told, created = Presence.objects.get_or_create(
        case=case,
        user=by,
        defaults={"office_id": case.office_id, "since": now, "until": now + LASTS},
    )
    if not created:
        told.since = told.since if told.until > now else now
        told.until = now + LASTS
        told.save(update_fields=["since", "until"])
    return told


def note_no_longer_writing(*, case: Case, by: User) -> None:
    Presence.objects.filter(case=case, user=by).delete()


def forget_presence() -> int:
    """Delete expired rows. Return how many."""
    with scoped(ALL):
        return Presence.objects.filter(until__lte=timezone.now()).delete()[0]
