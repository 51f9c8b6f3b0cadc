"""Reminders to an office that an authority ends soon, while there is time to ask the person again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models.authority.authority import Authority
from casework.offices.services import managers_of
from casework.outbox.services import tell
from casework.wall.scope import ALL, office_scope, scoped

BEFORE = timedelta(days=14)


def remind_of_ending() -> int:
    """Remind the assignee, or else the managers, once. Return how many. It may run at any time, on several nodes."""
    now = timezone.now()
    with scoped(ALL):
        due = list(_due(now).values_list("pk", "office"))
    return sum(_remind(pk, office, now) for pk, office in due)


def _due(now: datetime):
    return Authority.objects.ending_before(now + BEFORE).filter(
        reminded_at=None, case__authority=F("pk"), case__closed_at=None
    )


def _remind(pk: int, office: int, now: datetime) -> bool:
    with transaction.atomic(), scoped(office_scope(office)):
        if not Authority.objects.filter(pk=pk, reminded_at=None).update(reminded_at=now):
            return False
        case = Authority.objects.select_related("case__assignee", "case__office").get(pk=pk).case
        people = [case.assignee] if case.assignee else managers_of(case.office)
        tell(
            [each.email for each in people],
            subject=_("A permission on a case ends soon"),
            template="authority_ends",
            facts={"days": BEFORE.days, "reference": case.reference},
            office=office,
            purpose="authority.ends",
        )
        record(Verb.AUTHORITY_ENDS_SOON, by=None, office=office, subject=case.reference)
        return True
