"""Mail and texts that have been promised: one row a message, written in the transaction of whatever promised it."""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

GIVE_UP_AFTER = timedelta(days=5)

UNSETTLED = Q(sent_at=None, failed_at=None, uncertain_at=None)


def when_to_give_up():
    return timezone.now() + GIVE_UP_AFTER


class Channel(models.TextChoices):
    """What a message travels by. Each has a sender, an order and pauses of its own."""

    MAIL = "mail", "Mail"
    TEXT = "text", "Text message"


class OutboxQuerySet(models.QuerySet):
    """What has become of a message is read from its timestamps; nothing else stores it."""

    def waiting(self) -> Self:
        """Not sent, not given up, and no mail server has been shown it."""
        return self.filter(UNSETTLED, handed_over_at=None)

    def due(self) -> Self:
        """Waiting, its time has come, and no worker holds it."""
        now = timezone.now()
        return self.waiting().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def held(self) -> Self:
        """Waiting, through no fault of its own, for a mail server that could not be reached."""
        now = timezone.now()
        return self.waiting().filter(
            Q(lease_until=None) | Q(lease_until__lte=now), held_at__isnull=False, due_at__gt=now
        )

    def abandoned(self) -> Self:
        """Shown to a mail server by a worker that was never heard of again."""
        return self.filter(UNSETTLED, handed_over_at__isnull=False, lease_until__lte=timezone.now())

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def uncertain(self) -> Self:
        """It may have gone out and it may not. Only a person may decide to send it again."""
        abandoned = UNSETTLED & Q(handed_over_at__isnull=False, lease_until__lte=timezone.now())
        return self.filter(Q(uncertain_at__isnull=False) | abandoned)

    def failed(self) -> Self:
        """Refused for good, or given up after days of trying."""
        return self.filter(failed_at__isnull=False)


class OutboxMessage(models.Model):
    """One mail or text on its way. The bytes and the Message-ID are fixed when it is promised and never change.

    `office_id` is a plain number, so that this room knows nothing of offices. Recipients include blind
    copies, which the bytes do not show; those who have it leave the list when others must be tried again.
    """

    held_for = "mail"
    personal_data = {
        "contact": "recipients",
        "special": "raw",
        "none": "office_id channel purpose message_id secret attempts last_error",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office_id = models.BigIntegerField(null=True, blank=True, editable=False)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    purpose = models.CharField(max_length=40)
    message_id = models.CharField(max_length=255, unique=True, editable=False)
    raw = models.BinaryField()
    recipients = models.JSONField()
    secret = models.BooleanField(
        default=False
    )  # holds a code or a link: the bytes go as soon as it is settled
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    give_up_at = models.DateTimeField(default=when_to_give_up)
    held_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    uncertain_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)  # SMTP codes and class names: no personal data

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], name="outbox_unsettled", condition=UNSETTLED),
            models.Index(fields=["office_id", "created_at"], name="outbox_by_office"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_has_one_end",
                condition=Q(sent_at=None, failed_at=None)
                | Q(sent_at=None, uncertain_at=None)
                | Q(failed_at=None, uncertain_at=None),
                violation_error_message="A message is sent, failed or uncertain, never two of these.",
            ),
            models.CheckConstraint(
                name="outbox_handed_over_before_its_end",
                condition=Q(sent_at=None, uncertain_at=None) | Q(handed_over_at__isnull=False),
                violation_error_message="Only a message that a mail server saw can be sent or uncertain.",
            ),
            models.CheckConstraint(
                name="outbox_refused_is_not_handed_over",
                condition=Q(failed_at=None) | Q(handed_over_at=None),
                violation_error_message="A message that failed was accepted by no mail server.",
            ),
            models.CheckConstraint(
                name="outbox_handed_over_under_a_lease",
                condition=Q(handed_over_at=None) | ~UNSETTLED | Q(lease_until__isnull=False),
                violation_error_message="Only the worker that holds a message shows it to a mail server.",
            ),
            models.CheckConstraint(
                name="outbox_settled_is_not_leased",
                condition=UNSETTLED | Q(lease_until=None),
                violation_error_message="No worker holds a message that is settled.",
            ),
            models.CheckConstraint(
                name="outbox_held_is_not_handed_over",
                condition=Q(held_at=None) | Q(handed_over_at=None, failed_at=None),
                violation_error_message="A message that waits for a mail server has not been shown to one.",
            ),
            models.CheckConstraint(
                name="outbox_secret_goes_once_settled",
                condition=Q(secret=False) | UNSETTLED | Q(raw=b""),
                violation_error_message="The text of a secret message is removed once it is settled.",
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.uuid}"
