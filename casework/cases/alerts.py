"""Mail about a case that says nothing of the case: "you have a message" and a link."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from casework.constituents.models import ContactPoint
from casework.outbox.models import OutboxMessage
from casework.outbox.services import CannotSendAgain, post, render_mail, send_again

from .models import Case, Message

LONGER_THAN_A_DAY = timedelta(days=2)


class AlertState(StrEnum):
    """What became of the alert that told somebody of a message."""

    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


def alert_address(case: Case) -> ContactPoint | None:
    """Where an alert about this case may go: a proved address that is safe to write to, or nowhere."""
    return alert_address_among(ContactPoint.objects.filter(constituent=case.constituent_id), case)


def alert_address_among(points: Iterable[ContactPoint], case: Case) -> ContactPoint | None:
    """The same, for a page that has asked for all contact points of the person."""
    if case.safe_contact:
        return None
    usable = [
        point for point in points if point.kind == ContactPoint.Kind.EMAIL and point.safe and point.proved_at
    ]
    return max(usable, key=lambda point: point.proved_at, default=None)


def alert_constituent(*, case: Case) -> UUID | None:
    """Tell a constituent that there is something to read. The uuid of the outbox row, None if no mail may go."""
    point = alert_address(case)
    if point is None:
        return None
    text, html = render_mail("alert", {"url": f"{settings.BASE_URL}/my-cases/"})
    return post(
        to=[point.value],
        subject=_("You have a message"),
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.alert",
    ).uuid


def alert_states(messages: Iterable[Message]) -> dict[UUID, AlertState]:
    """What became of the alerts of messages the caller may see, by the alert's uuid."""
    uncertain = Exists(OutboxMessage.objects.uncertain().filter(pk=OuterRef("pk")))
    alerts = OutboxMessage.objects.filter(uuid__in=[m.alert for m in messages if m.alert])
    rows = alerts.values_list("uuid", uncertain, "sent_at", "failed_at")
    return {uuid: _state(*facts) for uuid, *facts in rows}


def _state(uncertain: bool, sent_at: datetime | None, failed_at: datetime | None) -> AlertState:
    if uncertain:
        return AlertState.UNCERTAIN
    return AlertState.SENT if sent_at else AlertState.FAILED if failed_at else AlertState.WAITING


def send_alert_again(*, message: Message, by: User) -> None:
    """Send the alert of a message once more. Raises CannotSendAgain unless it failed or is uncertain."""
    alert = OutboxMessage.objects.filter(uuid=message.alert).first()
    if alert is None:
        raise CannotSendAgain
    send_again(message=alert, by=by)


def acknowledge(*, case: Case, point: ContactPoint) -> None:
    """Send the one fixed mail that an unproved address may get, once a day at most, whatever office it is for.

    Without that limit a stranger could fill somebody's mailbox by raising cases in their name.
    """
    if not point.safe or case.safe_contact:
        return
    if point.proved_by_id is None and not first_today(point.value):
        return
    text, html = render_mail("acknowledgement", {"url": f"{settings.BASE_URL}/my-cases/"})
    post(
        to=[point.value],
        subject=_("We have your message"),
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.acknowledgement",
    )


def first_today(address: str) -> bool:
    """Whether nobody asked this for the address today. Yes to exactly one, however many ask at once.

    The day is part of the key because two could both take over an entry that ran out. The cache is shared by all
    nodes and offices and survives a rollback: if the case then fails, this address gets no acknowledgement today.
    We accept that: the same person tries again and sees the reference on the page, and a limit that a failure
    gives back could be emptied by failing on purpose.
    """
    asked = f"{timezone.localdate()} {address}"
    name = salted_hmac("casework.cases.acknowledgement", asked, algorithm="sha256").hexdigest()
    return cache.add(f"acknowledged:{name}", True, LONGER_THAN_A_DAY.total_seconds())
