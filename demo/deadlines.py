"""Deadlines of the demo: some are late, some due today and most still to come, as in an office that keeps up."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Deadline
from casework.working_days import working_days_after

WEEK = timedelta(days=7)
SPREAD = 14  # working days, of which about the first five have passed


def spread():
    """Give each deadline a day near today. A case is acknowledged before it is answered."""
    begin = timezone.localdate() - WEEK
    for deadline in Deadline.objects.order_by("pk"):
        ahead = deadline.case_id % SPREAD + (deadline.kind == Deadline.Kind.ANSWER) * 2 + 1
        deadline.by = working_days_after(begin, ahead)
        deadline.save(update_fields=["by"])
