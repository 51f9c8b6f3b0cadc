"""A constituent closes their own case because they need no more help, and can reopen it for a while."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case
from casework.cases.services.case import note_withdrawn, settle
from casework.cases.services.safety.risk import RiskNotSettled, refuse_unsettled
from casework.cases.services.turn import lock_case, open_again
from casework.wall.scope import office_scope, scoped

REOPEN_WITHIN = timedelta(days=28)


class TooLate(ValueError):
    """The days in which a closed case can be opened again have passed, or the case went to another office."""


def last_day_to_reopen(case: Case) -> date:
    """Return the last day, the whole of which counts in local time."""
    return timezone.localdate(case.closed_at) + REOPEN_WITHIN


def may_reopen(case: Case) -> bool:
    """Return whether the person who raised this case may reopen it today. A transferred case continues elsewhere."""
    if case.is_open or case.ending == Case.Ending.PASSED_ON:
        return False
    return timezone.localdate() <= last_day_to_reopen(case)


@transaction.atomic
def withdraw(*, case: Case, by: User) -> Case:
    """Close a case because the person who raised it no longer needs help.

    While a risk on it is unsettled, the case stays open, because someone may have made them say so: the timeline
    shows what they said, it becomes the office's turn, and staff close the case once they have settled the risk.
    """
    with scoped(office_scope(case.office_id)):
        case = lock_case(case)
        if not case.is_open:
            return case
        try:
            refuse_unsettled(case)
        except RiskNotSettled:
            return _withdraw_at_risk(case, by=by)
        record(Verb.CASE_WITHDRAWN, by=by, office=case.office_id, subject=case.reference)
        return settle(case, ending=Case.Ending.WITHDRAWN, by=by)


def _withdraw_at_risk(case: Case, *, by: User) -> Case:
    """Keep the case open and record once that its person needs no more help."""
    latest = case.activities.last()
    if latest is not None and latest.verb == Activity.Verb.WITHDRAWN:
        return case
    record(Verb.CASE_WITHDRAWN, by=by, office=case.office_id, subject=case.reference, at_risk=True)
    return note_withdrawn(case, by=by)


@transaction.atomic
def reopen_own(*, case: Case, by: User) -> Case:
    """Reopen a case for the person who raised it. Raise TooLate."""
    with scoped(office_scope(case.office_id)):
        case = lock_case(case)
        if case.is_open:
            return case
        if not may_reopen(case):
            raise TooLate
        return open_again(case, by=by, asked="constituent")
