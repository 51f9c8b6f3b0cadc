"""Three finished months of feedback for some offices of the demo."""

from datetime import date, timedelta

from django.utils import timezone

from casework.cases.models.own_case.feedback import FeedbackMonth
from casework.offices.models import Office

from .world import FEEDBACK


def make(offices: dict[str, Office]) -> None:
    """Store the counts directly: the service counts only the answers of the current month."""
    for slug, counts in FEEDBACK.items():
        month = timezone.localdate()
        for yes, partly, no in counts:
            month = month_before(month)
            facts = {"yes": yes, "partly": partly, "no": no}
            FeedbackMonth.objects.create(office=offices[slug].pk, month=month, **facts)


def month_before(day: date) -> date:
    """Return the first day of the month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
