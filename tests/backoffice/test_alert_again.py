"""The alert of a reply on the case page: what became of it, and sending it again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Message
from casework.cases.services.alerts.alert import alert_constituent
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "alert waiting to go"),
        ({"sent_at": True}, "alert sent"),
        ({"uncertain_at": True}, "delivery uncertain"),
        ({"failed_at": True}, "alert not delivered"),
    ],
)
def test_reply_shows_the_state_of_its_alert(desk, ben, case, state, words):
    replied(case, **state)
    assert words in desk(ben).get(reverse("backoffice:case_detail", args=[case.reference])).text


def replied(case, **state):
    """Create a reply whose alert is in the given state, and return the message."""
    with scoped(ALL):
        alert = alert_constituent(case=case)
        now = timezone.now()
        handed_over = None if "failed_at" in state or not state else now
        text = {"raw": b""} if "sent_at" in state else {}
        OutboxMessage.objects.filter(uuid=alert).update(
            handed_over_at=handed_over, **dict.fromkeys(state, now), **text
        )
        return Message.objects.create(
            office=case.office,
            case=case,
            direction="out",
            body="Dear Ada",
            alert=alert,
            is_unverified=True,
        )


def test_uncertain_alert_is_sent_again_only_after_confirmation(desk, ben, case):
    message = replied(case, uncertain_at=True)
    address = reverse("backoffice:alert_again", args=[case.reference, message.uuid])
    client = desk(ben)
    assert "twice" in client.get(address).text
    assert outbox_state(message).uncertain_at is not None
    client.post(address)
    assert outbox_state(message).uncertain_at is None


def test_alert_is_sent_again_once_by_two_tabs(desk, ben, case):
    message = replied(case, uncertain_at=True)
    address = reverse("backoffice:alert_again", args=[case.reference, message.uuid])
    client = desk(ben)
    attempt = {"attempt": client.get(address).context["due_at"].isoformat()}
    client.post(address, attempt)
    with scoped(ALL):
        OutboxMessage.objects.filter(uuid=message.alert).update(
            handed_over_at=timezone.now(), uncertain_at=timezone.now()
        )
    assert "cannot be sent again" in client.post(address, attempt, follow=True).text
    assert outbox_state(message).uncertain_at is not None


def outbox_state(message):
    with scoped(ALL):
        return OutboxMessage.objects.get(uuid=message.alert)


def test_pending_alert_cannot_be_sent_again(desk, ben, case):
    message = replied(case)
    address = reverse("backoffice:alert_again", args=[case.reference, message.uuid])
    response = desk(ben).post(address, follow=True)
    assert "cannot be sent again" in response.text
