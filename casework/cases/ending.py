"""A constituent ends their own case because they need no more help, and opens a closed one again for a while."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.scope import office_scope, scoped

from .models import Case
from .services import hold, open_again, settle

REOPEN_WITHIN = timedelta(days=28)
# Stands in the case in English, for the office, whatever language the person reads.
NO_LONGER_NEEDED = "The person no longer needs help."


class TooLate(ValueError):
    """The days in which a closed case can be opened again have passed, or the case went to another office."""


def last_day_to_reopen(case: Case) -> date:
    """The whole of this day counts, by the clock of the place."""
    return timezone.localdate(case.closed_at) + REOPEN_WITHIN


def may_reopen(case: Case) -> bool:
    """Whether whoever raised this case may open it again today. What was passed on lives on at another office."""
    if case.is_open or timezone.localdate() > last_day_to_reopen(case):
        return False
    return not case.transfers.filter(accepted_at__isnull=False).exists()


@transaction.atomic
def withdraw(*, case: Case, by: User) -> Case:
    """Close a case because the person who raised it says that they no longer need help."""
    with scoped(office_scope(case.office_id)):
        case = hold(case)
        if not case.is_open:
            return case
        record(Verb.CASE_WITHDRAWN, by=by, office=case.office_id, subject=case.reference)
        return settle(case, outcome=NO_LONGER_NEEDED, by=by, asked="constituent")


@transaction.atomic
def reopen_own(*, case: Case, by: User) -> Case:
    """Open a case again for the person who raised it. Raises TooLate."""
    with scoped(office_scope(case.office_id)):
        case = hold(case)
        if case.is_open:
            return case
        if not may_reopen(case):
            raise TooLate
        return open_again(case, by=by, asked="constituent")
