"""Mail about a case that says nothing of the case: "you have a message" and a link."""

from collections.abc import Iterable
from dataclasses import dataclass
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
from casework.constituents.models import AlertChoice, AlertWay, ContactPoint
from casework.outbox.models import Channel, OutboxMessage
from casework.outbox.services import CannotSendAgain, post, render_mail, send_again
from casework.outbox.texts import post_text, texts_go_out

from .alert_choices import stop_link
from .models import Case, Message

LONGER_THAN_A_DAY = timedelta(days=2)


class AlertState(StrEnum):
    """What became of the alert that told somebody of a message."""

    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True)
class Target:
    """Where an alert goes: a proved address or number."""

    point: ContactPoint
    channel: Channel


def alert_target(case: Case) -> Target | None:
    """Where an alert about this case may go, as the person chose, or nowhere."""
    points = ContactPoint.objects.filter(constituent=case.constituent_id)
    return target_among(points, case, choice_about(case))


def choice_about(case: Case) -> AlertChoice | None:
    """What the person of this case chose, in a query of its own."""
    return AlertChoice.objects.filter(constituent=case.constituent_id).first()


def target_among(points: Iterable[ContactPoint], case: Case, choice: AlertChoice | None) -> Target | None:
    """The same, for a page that has asked for all contact points of the person and for their choice.

    Mail goes to a proved address that is safe to write to. Who chose texts gets mail while none can go out.
    """
    if case.safe_contact or (choice and choice.way == AlertWay.NONE):
        return None
    usable = [point for point in points if point.safe and point.proved_at]
    if choice and choice.way == AlertWay.TEXT and texts_go_out():
        numbers = [point for point in usable if point.pk == choice.number_id]
        if numbers:
            return Target(numbers[0], Channel.TEXT)
    emails = [point for point in usable if point.kind == ContactPoint.Kind.EMAIL]
    newest = max(emails, key=lambda point: point.proved_at, default=None)
    return Target(newest, Channel.MAIL) if newest else None


def alert_constituent(*, case: Case) -> UUID | None:
    """Tell a constituent that there is something to read. The uuid of the outbox row, None if nothing may go."""
    target = alert_target(case)
    if target is None:
        return None
    if target.channel == Channel.TEXT:
        return _text(target.point.value, case).uuid
    stop = stop_link(case.constituent)
    text, html = render_mail("alert", {"url": f"{settings.BASE_URL}/my-cases/", "stop": stop})
    return post(
        to=[target.point.value],
        subject=_("You have a message"),
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.alert",
        headers={"List-Unsubscribe": f"<{stop}>"},
    ).uuid


def _text(number: str, case: Case) -> OutboxMessage:
    return post_text(
        to=number,
        text=_("There is an answer. Sign in to read it."),
        office=case.office_id,
        purpose="case.alert",
    )


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
    """Send the alert of a message once more. Raises CannotSendAgain unless it failed or is uncertain.

    Nor does it go while the message is withheld from whoever it would tell.
    """
    alert = OutboxMessage.objects.filter(uuid=message.alert).first()
    if alert is None or (message.case.is_withheld and not message.fixed):
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
