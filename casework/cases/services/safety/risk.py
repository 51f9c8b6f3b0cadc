"""Raising, seeing and settling a risk."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import origin, record
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case
from casework.cases.models.safety.risk import RiskFlag
from casework.cases.permissions import can_work
from casework.cases.services.turn import stop_open_forms

UNDO_WITHIN = timedelta(minutes=15)


class AlreadySettled(ValueError):
    """Someone else has just settled it."""


class RiskNotSettled(ValueError):
    """An unsettled risk keeps the case from closing and from going to another office."""


def refuse_unsettled(case: Case) -> None:
    """Raise RiskNotSettled while a risk on the case is not settled. Runs in the scope of the office."""
    if RiskFlag.objects.unsettled().filter(case=case).exists():
        raise RiskNotSettled


@transaction.atomic
def raise_risk(*, case: Case, kind: str, by: User | None, reason: str = "") -> RiskFlag:
    """Flag a risk on a case and make an alert due. Return the unsettled flag of this kind if there is one.

    `by` is staff, with a reason; otherwise the person said so themselves. It runs in the scope of the office.
    """
    staff = by if by is not None and by.is_staff else None
    unsettled = (
        RiskFlag.objects.unsettled()
        .select_for_update(of=("self",), no_key=True)
        .filter(case=case, kind=kind)
        .first()
    )
    if unsettled:
        return unsettled
    network = "" if staff else origin.get().network
    flag = RiskFlag(
        office_id=case.office_id, case=case, kind=kind, reason=reason, raised_by=staff, network=network
    )
    flag.full_clean()
    flag.save()
    if staff:
        stop_open_forms(case)
    _happened(flag, Activity.Verb.RISK, by=staff)
    record(Verb.RISK_RAISED, by=by, office=case.office_id, subject=case.reference)
    return flag


def _happened(flag: RiskFlag, verb: Activity.Verb, *, by: User | None) -> None:
    Activity.objects.create(
        office_id=flag.office_id, case_id=flag.case_id, verb=verb, by=by, detail={"risk": flag.kind}
    )


def note_seen(*, case: Case, by: User) -> None:
    """Record that someone who can act on the case has seen its flags, so that no further alert is sent.

    A person who raised a flag does not count for that flag.
    """
    unseen = RiskFlag.objects.unsettled().filter(case=case, seen_at=None).exclude(raised_by=by)
    if not unseen.exists() or not can_work(by, case):
        return
    with transaction.atomic():
        if unseen.update(seen_at=timezone.now(), seen_by=by):
            record(Verb.RISK_SEEN, by=by, office=case.office_id, subject=case.reference)


@transaction.atomic
def settle_risk(*, flag: RiskFlag, how: str, by: User) -> RiskFlag:
    """Record what was done about a risk. Raise AlreadySettled."""
    flag = (
        RiskFlag.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=flag.pk)
    )
    if flag.settled_at is not None:
        raise AlreadySettled
    flag.settled_at, flag.settled_by, flag.settled_how = timezone.now(), by, how
    flag.seen_at, flag.seen_by = flag.seen_at or flag.settled_at, flag.seen_by or by
    flag.network = ""
    flag.full_clean()
    flag.save()
    _happened(flag, Activity.Verb.RISK_OVER, by=by)
    record(Verb.RISK_SETTLED, by=by, office=flag.office_id, subject=flag.case.reference)
    return flag


@transaction.atomic
def settle_several(*, flags: list[RiskFlag], how: str, by: User) -> datetime:
    """Settle these flags together, and return the time by which `reopen_settled` undoes it."""
    now = timezone.now()
    held = RiskFlag.objects.unsettled().select_for_update(of=("self",), no_key=True).select_related("case")
    for flag in held.filter(pk__in=[each.pk for each in flags]).order_by("pk"):
        flag.settled_at, flag.settled_by, flag.settled_how = now, by, how
        flag.seen_at, flag.seen_by, flag.network = flag.seen_at or now, flag.seen_by or by, ""
        flag.full_clean()
        flag.save()
        _happened(flag, Activity.Verb.RISK_OVER, by=by)
        record(Verb.RISK_SETTLED, by=by, office=flag.office_id, subject=flag.case.reference)
    return now


@transaction.atomic
def reopen_settled(*, at: datetime, by: User) -> int:
    """Undo what this person settled at that time, if it was a short while ago. Return how many flags are open again.

    Their alerts are sent again, because it is unknown whether anyone has looked.
    """
    now = timezone.now()
    mine = RiskFlag.objects.filter(settled_by=by, settled_at=at, settled_at__gt=now - UNDO_WITHIN)
    again = 0
    for flag in mine.select_for_update(of=("self",), no_key=True).select_related("case").order_by("pk"):
        if RiskFlag.objects.unsettled().filter(case=flag.case, kind=flag.kind).exists():
            continue  # it was raised again meanwhile
        flag.settled_at, flag.settled_by, flag.settled_how = None, None, ""
        flag.seen_at, flag.seen_by, flag.step, flag.alert_at = None, None, 0, now
        flag.save()
        _happened(flag, Activity.Verb.RISK, by=by)
        record(Verb.RISK_REOPENED, by=by, office=flag.office_id, subject=flag.case.reference)
        again += 1
    return again
