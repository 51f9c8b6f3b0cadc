"""Managers check now and then who has access to the cases of their office. That they did stands in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from casework.audit import reading
from casework.audit.services import record
from casework.audit.verbs import Verb

from .models import Membership, Office

REVIEW_EVERY = timedelta(days=90)


@dataclass(frozen=True)
class Review:
    """When somebody last confirmed who has access, and who: the key of a user."""

    at: datetime
    by: int | None


def last_review(office: Office) -> Review | None:
    entry = reading.last_review(office.pk)
    return Review(at=entry.at, by=entry.actor_id) if entry else None


def review_due(office: Office) -> bool:
    """Whether nobody has looked for 90 days; an office where nobody has been for so long has time."""
    since = timezone.now() - REVIEW_EVERY
    if last := last_review(office):
        return last.at <= since
    return Membership.objects.active().filter(office=office, accepted_at__lte=since).exists()


def confirm_access(*, office: Office, by: User, people: int) -> None:
    """Write down that a manager checked everybody who has access: how many that were."""
    record(Verb.ACCESS_REVIEWED, by=by, office=office.pk, subject=reading.REVIEW, people=people)
