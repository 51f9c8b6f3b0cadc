"""Telling of a risk until somebody has looked: the duty person, the cover, then all managers of the office.

The flag itself is the due row. A worker claims it with a lease; what it does then, mail and next date, is one
transaction: killed in between, it is told once.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.duty_rota import Step, minutes_of, next_reached
from casework.offices.models import Office
from casework.outbox.services import tell
from casework.scope import ALL, office_scope, scoped

from .risk import RiskFlag

LEASE = timedelta(minutes=1)
AT_ONCE = 20


def tell_of_risks() -> bool:
    """Send every alert that is due. Whether there may be more."""
    with scoped(ALL):
        due = list(RiskFlag.objects.to_be_told().order_by("alert_at").values_list("pk", "office")[:AT_ONCE])
    for flag, office in due:
        with scoped(office_scope(office)):
            mine = _claim(flag)
        if mine:  # and kept, whatever becomes of telling
            with scoped(office_scope(office)):
                _tell_next(flag)
    return len(due) == AT_ONCE


def _claim(flag: int) -> bool:
    """Whether this worker has it now. True for exactly one."""
    with transaction.atomic():
        mine = RiskFlag.objects.to_be_told().filter(pk=flag)
        return bool(mine.update(lease_until=timezone.now() + LEASE))


@transaction.atomic
def _tell_next(pk: int) -> None:
    held = RiskFlag.objects.select_related("case")
    if connection.features.has_select_for_update:
        held = held.select_for_update(of=("self",))
    flag = held.get(pk=pk)
    flag.lease_until = None
    if flag.seen_at is None and flag.settled_at is None:
        _tell(flag)
    else:
        flag.alert_at = None
    flag.save(update_fields=["lease_until", "alert_at", "step"])


def _tell(flag: RiskFlag) -> None:
    office = Office.objects.get(pk=flag.office_id)
    step, people = next_reached(office, flag.step)
    _mail(people, office=flag.office_id)
    record(
        Verb.RISK_TOLD if step == Step.PERSON else Verb.RISK_ESCALATED,
        by=None,
        office=flag.office_id,
        subject=flag.case.reference,
        step=Step(step).name.lower(),
        people=len(people),
    )
    last = step == Step.MANAGERS
    flag.step = step if last else step + 1
    flag.alert_at = None if last else timezone.now() + timedelta(minutes=minutes_of(office))


def _mail(people: list[User], *, office: int) -> None:
    """An alert without content: not which case, not what of, not whose."""
    tell(
        [user.email for user in people],
        subject=_("Please look at Casework now"),
        template="look_now",
        facts={"link": settings.BASE_URL + reverse("backoffice:case_list")},
        office=office,
        purpose="case.look-now",
    )
