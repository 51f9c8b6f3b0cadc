"""One question after a case is closed. Its answer is counted and forgotten: see casework/cases/votes.py.

No entry of the log says that somebody answered: it would carry the case, the person and the second.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from casework.scope import office_scope, scoped

from .ending import last_day_to_reopen
from .models import Case
from .votes import FeedbackMark, FeedbackMonth, Vote

FEWEST = 5


def may_answer(case: Case) -> bool:
    """Whether whoever raised this closed case may still say how it went."""
    if case.is_open or timezone.localdate() > last_day_to_reopen(case):
        return False
    return not FeedbackMark.objects.filter(mark=_mark(case)).exists()


@transaction.atomic
def count_vote(*, case: Case, vote: Vote) -> bool:
    """Count an answer, once a case. False if one was counted already."""
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
            **{name: F(name) + int(name == vote) for name in Vote.values}
        )
    return True


def _mark(case: Case) -> str:
    return salted_hmac("casework.cases.feedback", case.reference, algorithm="sha256").hexdigest()


def totals(user: Any) -> QuerySet[FeedbackMonth]:
    """The months that the offices of `user` may see: finished, so that no answer shows as it comes, of five or more."""
    this_month = timezone.localdate().replace(day=1)
    months = FeedbackMonth.objects.in_offices_of(user).filter(month__lt=this_month)
    return months.alias(answers=F("yes") + F("partly") + F("no")).filter(answers__gte=FEWEST)
