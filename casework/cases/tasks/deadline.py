"""Reminders of what is due, each working day from the morning on."""

from datetime import time

from django.utils import timezone

from accounts.models import User
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.deadlines.reminder import remind_of_due
from casework.offices.models import Membership
from casework.working_days import is_working_day

MORNING = time(7)


def remind_of_deadlines() -> int:
    """Mail everyone who looks after a case that is due, once a working day. Return how many mails went."""
    now = timezone.localtime()
    if not is_working_day(now.date()) or now.time() < MORNING:
        return 0
    working = Membership.objects.active().filter(role__in=WORKING_ROLES, user__is_administrator=False)
    people = User.objects.filter(pk__in=working.values("user")).order_by("pk")
    return sum(remind_of_due(user=user) for user in people)
