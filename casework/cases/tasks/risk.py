"""Alerts about risks until someone has looked: the duty person, the cover, then all managers of the office.

The flag itself is the due row. A worker leases the due flags of an office; mail and next due date are one
transaction, so that a killed worker alerts no one twice. Alerts are grouped: a person gets one mail at once and then
at most one every few minutes, which counts the flags. An unusual number of flags is an alert of its own.
"""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models.safety.risk import RiskFlag
from casework.offices.duty.rota import Step, minutes_of, next_reached, reached
from casework.offices.models import Office
from casework.outbox.models import OutboxMessage
from casework.outbox.services import tell
from casework.wall.scope import ALL, office_scope, scoped

LEASE = timedelta(minutes=1)
GATHER = timedelta(minutes=5)  # between two mails to one person
FLOOD = 20  # flags of one office in FLOOD_SPAN
FLOOD_SPAN = timedelta(hours=1)
ALERT, FLOOD_ALERT = "case.look-now", "case.risk-flood"


def tell_of_risks() -> bool:
    """Send every alert that is due, one office after the other. An immediate second run has nothing to do."""
    with scoped(ALL):
        real = RiskFlag.objects.to_be_told().filter(office__practice_of=None)
        offices = list(real.order_by("office").values_list("office", flat=True).distinct())
    for office in offices:
        with scoped(office_scope(office)):
            due = RiskFlag.objects.to_be_told().filter(office=office).values_list("pk", flat=True)
            flags = [flag for flag in list(due) if _lease(flag)]
        if flags:  # and kept, whatever becomes of telling
            with scoped(office_scope(office)):
                _tell_next(office, flags)
    return False


def _lease(flag: int) -> bool:
    """Lease a flag. True for exactly one worker."""
    with transaction.atomic():
        mine = RiskFlag.objects.to_be_told().filter(pk=flag)
        return bool(mine.update(lease_until=timezone.now() + LEASE))


@transaction.atomic
def _tell_next(pk: int, keys: list[int]) -> None:
    held = RiskFlag.objects.select_related("case")
    if connection.features.has_select_for_update:
        held = held.select_for_update(of=("self",), no_key=True)
    office, now = Office.objects.get(pk=pk), timezone.now()
    mailed = _last_mailed(pk, since=now - GATHER)
    counts: Counter[User] = Counter()
    for flag in held.filter(pk__in=keys).order_by("pk"):
        flag.lease_until = None
        if flag.seen_at is None and flag.settled_at is None:
            counts.update(_next_of(flag, office, mailed=mailed, now=now))
        else:
            flag.alert_at = None
        flag.save(update_fields=["lease_until", "alert_at", "step"])
    _mail(counts, office=pk)
    _tell_of_flood(office, now=now)


def _last_mailed(office: int, *, since: datetime) -> dict[str, datetime]:
    """Return when each address last got an alert of this office, of those who got one since then."""
    sent = OutboxMessage.objects.filter(office_id=office, purpose=ALERT, created_at__gt=since).order_by(
        "created_at"
    )
    return {address: mail.created_at for mail in sent for address in mail.recipients}


def _next_of(flag: RiskFlag, office: Office, *, mailed: dict[str, datetime], now: datetime) -> list[User]:
    """Move a flag to its next step and return the people to alert, without those who were just alerted of other
    flags.
    """
    step, people = next_reached(office, flag.step)
    if people and all(user.email in mailed for user in people):
        flag.alert_at = min(mailed[user.email] for user in people) + GATHER
        return []
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
    flag.alert_at = None if last else now + timedelta(minutes=minutes_of(office))
    return people


def _mail(counts: Counter[User], *, office: int) -> None:
    """Send an alert without content: how many cases, but not which, what about or whose."""
    for user, count in counts.items():
        tell(
            [user.email],
            subject=_("Please look at Casework now"),
            template="look_now",
            facts={"count": count},
            office=office,
            purpose=ALERT,
        )


def _tell_of_flood(office: Office, *, now: datetime) -> None:
    """Alert the managers, at most once in a while, that far more is flagged than usual: it may be deliberate."""
    raised = RiskFlag.objects.filter(office=office, raised_at__gt=now - FLOOD_SPAN).count()
    told = OutboxMessage.objects.filter(
        office_id=office.pk, purpose=FLOOD_ALERT, created_at__gt=now - FLOOD_SPAN
    )
    if raised < FLOOD or told.exists():
        return
    managers = reached(office, Step.MANAGERS)
    record(Verb.RISK_FLOOD, by=None, office=office.pk, raised=raised, people=len(managers))
    tell(
        [user.email for user in managers],
        subject=_("Very many risks are flagged"),
        template="risk_flood",
        facts={"count": raised, "minutes": ceil(FLOOD_SPAN / timedelta(minutes=1))},
        office=office.pk,
        purpose=FLOOD_ALERT,
    )
