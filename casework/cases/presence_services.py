"""Saying that one writes on a case, and that one no longer does. Colleagues of the same office see it, nobody else.

No entry of the log: it says nothing that happened, only what somebody is about to do, and is gone within minutes.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.scope import ALL, scoped

from .models import Case
from .presence import Presence

LASTS = timedelta(minutes=10)


@transaction.atomic
def note_writing(*, case: Case, by: User) -> Presence:
    """Say that `by` writes here for the next minutes. Said again, it lasts longer and began when it did."""
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
    """Delete what is over. How many went."""
    with scoped(ALL):
        return Presence.objects.filter(until__lte=timezone.now()).delete()[0]
