"""One question after a case is closed. Only counts are stored: see casework/cases/models/own_case/feedback.py.

The log has no entry about an answer, because it would name the case, the person and the second.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.cases.models import Case
from casework.cases.models.own_case.feedback import FeedbackAnswer, FeedbackMark, FeedbackMonth
from casework.wall.scope import office_scope, scoped

from .withdrawal import last_day_to_reopen

FEWEST = 5


def may_answer(case: Case) -> bool:
    """Return whether the person who raised this closed case may give feedback: once, and while they may read it."""
    if case.is_withheld or case.is_open or timezone.localdate() > last_day_to_reopen(case):
        return False
    return not FeedbackMark.objects.filter(mark=_mark(case)).exists()


@transaction.atomic
def count_feedback(*, case: Case, answer: FeedbackAnswer) -> bool:
    """Count an answer, once for each case. Return False if one was counted already or the question is not asked."""
    if not may_answer(case):
        return False
    try:
        with transaction.atomic():
            FeedbackMark.objects.create(mark=_mark(case))
    except IntegrityError:
        return False
    month = timezone.localdate().replace(day=1)
    with scoped(office_scope(case.office_id)):
        FeedbackMonth.objects.get_or_create(office=case.office_id, month=month)
        # All three counts are written, whatever the answer, so that the row's last writer tells none.
        FeedbackMonth.objects.filter(office=case.office_id, month=month).update(
            **{name: F(name) + int(name == answer) for name in FeedbackAnswer.values}
        )
    return True


def _mark(case: Case) -> str:
    # The label is no path: under another one, no stored mark would be found, and people could answer again.
    return salted_hmac("casework.cases.services.feedback", case.reference, algorithm="sha256").hexdigest()


def totals(user: Any) -> QuerySet[FeedbackMonth]:
    """Return the months that the offices of `user` may see: finished ones with at least five answers."""
    this_month = timezone.localdate().replace(day=1)
    months = FeedbackMonth.objects.in_offices_of(user).filter(month__lt=this_month)
    return months.alias(answers=F("yes") + F("partly") + F("no")).filter(answers__gte=FEWEST)
