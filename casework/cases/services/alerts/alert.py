"""Alerts: mail that says "you have a message", with a link and nothing about the case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from body.languages import writing_in
from casework.cases.models import Case, Message
from casework.constituents.models import AlertChoice, AlertWay, ContactPoint
from casework.offices.practice import is_practising
from casework.outbox.models import Channel, OutboxMessage
from casework.outbox.services import CannotSendAgain, post, render_line, render_mail, send_again
from casework.outbox.texts import post_text, texts_go_out

from .address import is_disowned, question_of
from .choice import stop_token

ALERT = "case.alert"
LONGER_THAN_A_DAY = timedelta(days=2)


class AlertState(StrEnum):
    """The delivery state of the alert for a message."""

    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    WITHHELD = "withheld"  # by a practice office


@dataclass(frozen=True)
class Target:
    """The recipient of an alert: a verified address or number."""

    point: ContactPoint
    channel: Channel


def alert_target(case: Case) -> Target | None:
    """Return where an alert about this case may go, as the person chose, or None."""
    points = ContactPoint.objects.filter(constituent=case.constituent_id)
    return target_among(points, case, choice_about(case))


def choice_about(case: Case) -> AlertChoice | None:
    """Return what the person of this case chose about alerts. It is a query of its own."""
    return AlertChoice.objects.filter(constituent=case.constituent_id).first()


def target_among(points: Iterable[ContactPoint], case: Case, choice: AlertChoice | None) -> Target | None:
    """Return the target like `alert_target`, from rows that the caller has loaded.

    Mail goes only to an address that the person proved or confirmed and that is safe to write to. If the person chose
    texts and none can be sent, they get mail.
    """
    if case.safe_contact or (choice and choice.way == AlertWay.NONE):
        return None
    usable = [point for point in points if point.heard_at]
    if choice and choice.way == AlertWay.TEXT and texts_go_out():
        numbers = [point for point in usable if point.pk == choice.number_id]
        if numbers:
            return Target(numbers[0], Channel.TEXT)
    emails = [point for point in usable if point.kind == ContactPoint.Kind.EMAIL]
    newest = max(emails, key=lambda point: point.heard_at, default=None)
    return Target(newest, Channel.MAIL) if newest else None


def alert_constituent(*, case: Case) -> UUID | None:
    """Tell a constituent that there is something to read. Return the UUID of the outbox row, or None if nothing may
    be sent.
    """
    target = alert_target(case)
    if target is None:
        return None
    if target.channel == Channel.TEXT:
        return _text(target.point.value, case).uuid
    facts = {"stop_token": stop_token(case.constituent)}
    with writing_in(case.constituent.mail_language):
        text, html = render_mail("alert", facts)
        subject, stop_link = _("You have a message"), render_line("stop_alerts_link", facts)
    return post(
        to=[target.point.value],
        subject=subject,
        text=text,
        html=html,
        office=case.office_id,
        purpose=ALERT,
        headers={"List-Unsubscribe": f"<{stop_link}>"},
        about=case.reference,
    ).uuid


def _text(number: str, case: Case) -> OutboxMessage:
    with writing_in(case.constituent.mail_language):
        text = _("There is an answer. Sign in to read it.")
    return post_text(
        to=number,
        text=text,
        office=case.office_id,
        purpose=ALERT,
        about=case.reference,
    )


def alert_states(case: Case) -> dict[UUID, AlertState]:
    """Return the delivery state of the alerts of a case, by the UUID of the alert."""
    return {uuid: _state(*facts) for uuid, *facts in ALERTS.rows(case=case.pk, now=timezone.now())}


def _alerts(*, case: int, now: datetime) -> QuerySet[OutboxMessage, Any]:
    alerts = Message.objects.filter(case=case, alert__isnull=False).order_by().values("alert")
    uncertain = Exists(OutboxMessage.objects.uncertain(at=now).filter(pk=OuterRef("pk")))
    rows = OutboxMessage.objects.filter(uuid__in=alerts)
    return rows.values_list("uuid", uncertain, "sent_at", "failed_at", "withheld_at")


ALERTS = Prepared(_alerts)


def _state(
    uncertain: bool, sent_at: datetime | None, failed_at: datetime | None, withheld_at: datetime | None
) -> AlertState:
    if uncertain:
        return AlertState.UNCERTAIN
    if withheld_at:
        return AlertState.WITHHELD
    return AlertState.SENT if sent_at else AlertState.FAILED if failed_at else AlertState.WAITING


def alert_due_at(message: Message) -> datetime | None:
    """Return when the latest attempt to send the alert of a message was due, by which a decision names it."""
    return OutboxMessage.objects.filter(uuid=message.alert).values_list("due_at", flat=True).first()


def send_alert_again(*, message: Message, by: User, due_at: datetime | None = None) -> None:
    """Send the alert of a message again. `due_at` names the attempt that the person saw, see `alert_due_at`.

    Raise CannotSendAgain unless it failed or is uncertain, or while the message is withheld from the person.
    """
    alert = OutboxMessage.objects.filter(uuid=message.alert).first()
    if alert is None or (message.case.is_withheld and not message.fixed):
        raise CannotSendAgain
    send_again(message=alert, by=by, due_at=due_at)


def acknowledge(*, case: Case, point: ContactPoint) -> None:
    """Send the one fixed mail that an unproved address may get, at most once a day over all offices.

    Without that limit, a stranger could fill someone's mailbox by raising cases in their name. It asks an address that
    nobody proved whether they contacted us, and an address where someone said no gets no further mail. Practice
    must not use up the one mail of the day.
    """
    if not point.safe or case.safe_contact or is_practising():
        return
    proved = point.proved_by_id is not None
    if not proved and (is_disowned(point.value) or not first_today(point.value)):
        return
    question = None if proved else question_of(point)
    with writing_in(case.constituent.mail_language):
        text, html = render_mail("acknowledgement", {"question": question})
        subject = _("We have your message")
    post(
        to=[point.value],
        subject=subject,
        text=text,
        html=html,
        office=case.office_id,
        purpose="case.acknowledgement",
    )


def first_today(address: str) -> bool:
    """Return True for the first call with this address today, for exactly one of parallel calls.

    The day is part of the key because two callers could both replace an expired entry. The cache is shared by all
    nodes and offices and survives a rollback: if the case then fails, this address gets no acknowledgement today. We
    accept that. The same person tries again and sees the reference on the page, and a limit that a failure gives back
    could be emptied by failing on purpose.
    """
    asked = f"{timezone.localdate()} {address}"
    name = salted_hmac("casework.cases.acknowledgement", asked, algorithm="sha256").hexdigest()
    return cache.add(f"acknowledged:{name}", True, LONGER_THAN_A_DAY.total_seconds())
