"""Regular reviews, in which managers check who has access to the cases of their office. The log records them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from casework.audit import reading
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Membership, Office

REVIEW_EVERY = timedelta(days=90)


@dataclass(frozen=True)
class Review:
    """When someone last confirmed who has access, and the key of that user."""

    at: datetime
    by: int | None


def last_review(office: Office) -> Review | None:
    entry = reading.last_review(office.pk)
    return Review(at=entry.at, by=entry.actor_id) if entry else None


def review_due(office: Office) -> bool:
    """Return whether no one has reviewed access for 90 days. An office in which no one has worked that long is not
    due.
    """
    since = timezone.now() - REVIEW_EVERY
    if last := last_review(office):
        return last.at <= since
    return Membership.objects.active().filter(office=office, started_at__lte=since).exists()


def confirm_access(*, office: Office, by: User, people: int) -> None:
    """Record that a manager checked everyone who has access, and how many there were."""
    record(Verb.ACCESS_REVIEWED, by=by, office=office.pk, subject=reading.REVIEW, people=people)
