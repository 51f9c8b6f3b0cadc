"""Raising, seeing and settling a risk."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb

from .models import Activity, Case
from .permissions import can_work
from .risk import RiskFlag


class AlreadySettled(ValueError):
    """Somebody else settled it a moment ago."""


@transaction.atomic
def raise_risk(*, case: Case, kind: str, by: User | None, reason: str = "") -> RiskFlag:
    """Flag a risk on a case, and promise an alert. One that stands unsettled is found, not doubled.

    `by` is staff, with a reason, or nobody: then the person said so themselves. Runs in the scope of the office.
    """
    staff = by if by is not None and by.is_staff else None
    standing = (
        RiskFlag.objects.unsettled().select_for_update(of=("self",)).filter(case=case, kind=kind).first()
    )
    if standing:
        return standing
    flag = RiskFlag(office_id=case.office_id, case=case, kind=kind, reason=reason, raised_by=staff)
    flag.full_clean()
    flag.save()
    _happened(flag, Activity.Verb.RISK, by=staff)
    record(Verb.RISK_RAISED, by=by, office=case.office_id, subject=case.reference)
    return flag


def _happened(flag: RiskFlag, verb: Activity.Verb, *, by: User | None) -> None:
    Activity.objects.create(
        office_id=flag.office_id, case_id=flag.case_id, verb=verb, by=by, detail={"risk": flag.kind}
    )


def note_seen(*, case: Case, by: User) -> None:
    """Whoever can act on the case has it before them: no further alert goes out for what is flagged on it.

    Not by whoever raised the flag: that they know says nothing of the others.
    """
    unseen = RiskFlag.objects.unsettled().filter(case=case, seen_at=None).exclude(raised_by=by)
    if not unseen.exists() or not can_work(by, case):
        return
    with transaction.atomic():
        if unseen.update(seen_at=timezone.now(), seen_by=by):
            record(Verb.RISK_SEEN, by=by, office=case.office_id, subject=case.reference)


@transaction.atomic
def settle_risk(*, flag: RiskFlag, how: str, by: User) -> RiskFlag:
    """Say what was done about a risk. Raises AlreadySettled."""
    flag = RiskFlag.objects.select_for_update(of=("self",)).select_related("case").get(pk=flag.pk)
    if flag.settled_at is not None:
        raise AlreadySettled
    flag.settled_at, flag.settled_by, flag.settled_how = timezone.now(), by, how
    flag.seen_at, flag.seen_by = flag.seen_at or flag.settled_at, flag.seen_by or by
    flag.full_clean()
    flag.save()
    _happened(flag, Activity.Verb.RISK_OVER, by=by)
    record(Verb.RISK_SETTLED, by=by, office=flag.office_id, subject=flag.case.reference)
    return flag
