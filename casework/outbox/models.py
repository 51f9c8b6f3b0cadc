"""Queued mail and texts: one row per message, written in the transaction of the act that causes it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

GIVE_UP_AFTER = timedelta(days=5)

UNSETTLED = Q(sent_at=None, failed_at=None, uncertain_at=None, withheld_at=None)
UNNOTED = Q(noted_at=None) & ~Q(about="")


def when_to_give_up():
    return timezone.now() + GIVE_UP_AFTER


class Channel(models.TextChoices):
    """Channel of a message. Each has its own sender, order and pauses."""

    MAIL = "mail", "Mail"
    TEXT = "text", "Text message"


class OutboxQuerySet(models.QuerySet):
    """Queryset with the states of a message, which derive from its timestamps."""

    def waiting(self) -> Self:
        """Return messages that are not settled and that no server has been shown."""
        return self.filter(UNSETTLED, handed_over_at=None)

    def due(self) -> Self:
        """Return waiting messages whose time has come and that no worker has leased."""
        now = timezone.now()
        return self.waiting().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def held(self) -> Self:
        """Return messages that wait because the mail server could not be reached."""
        now = timezone.now()
        return self.waiting().filter(
            Q(lease_until=None) | Q(lease_until__lte=now), held_at__isnull=False, due_at__gt=now
        )

    def abandoned(self) -> Self:
        """Return messages handed over by a worker whose lease then ran out."""
        return self.filter(UNSETTLED, handed_over_at__isnull=False, lease_until__lte=timezone.now())

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def uncertain(self, *, at: datetime | None = None) -> Self:
        """Return messages that may or may not have been sent. Only a person may send them again."""
        abandoned = UNSETTLED & Q(handed_over_at__isnull=False, lease_until__lte=at or timezone.now())
        return self.filter(Q(uncertain_at__isnull=False) | abandoned)

    def failed(self) -> Self:
        """Return messages refused permanently, or given up after five days of attempts."""
        return self.filter(failed_at__isnull=False)

    def to_be_noted(self, *, purpose: str) -> Self:
        """Return settled messages whose result the app that queued them has not noted yet."""
        settled = self.sent() | self.uncertain() | self.failed()
        return settled.filter(UNNOTED, purpose=purpose)


class OutboxMessage(models.Model):
    """One mail or text message. Bytes and Message-ID are fixed when it is queued and never change.

    The bytes are deleted once the message is sent. Those of a failed or uncertain message stay, so that it can be sent
    again.

    `office_id` is a plain number, so that this app does not depend on offices. Recipients include blind copies, which
    the bytes do not show; a recipient who has received it is removed when the others are tried again. `about` says
    what it is about to the app that queued it, if that app wants to note the result (`noted_at`). One of a practice
    office is withheld as soon as it is queued: its bytes and recipients are not stored, and it never leaves.
    """

    held_for = "mail"
    personal_data = {
        "contact": "recipients",
        "special": "raw",
        "told": "about",
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
    )  # contains a code or link: the bytes are deleted once it is settled
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
    withheld_at = models.DateTimeField(null=True, blank=True, editable=False)
    about = models.CharField(max_length=20, blank=True, db_default="", editable=False)
    noted_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=80, blank=True)  # SMTP codes and class names: no personal data

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], name="outbox_unsettled", condition=UNSETTLED),
            models.Index(fields=["office_id", "created_at"], name="outbox_by_office"),
            models.Index(fields=["purpose"], name="outbox_to_be_noted", condition=UNNOTED),
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
                name="outbox_withheld_never_leaves",
                condition=Q(withheld_at=None)
                | Q(
                    handed_over_at=None,
                    sent_at=None,
                    failed_at=None,
                    uncertain_at=None,
                    held_at=None,
                    raw=b"",
                ),
                violation_error_message="A message that is withheld has no text, and no mail server sees it.",
            ),
            models.CheckConstraint(
                name="outbox_text_goes_once_sent",
                condition=Q(sent_at=None) | Q(raw=b""),
                violation_error_message="The text of a message is removed once it is sent.",
            ),
            models.CheckConstraint(
                name="outbox_secret_goes_once_settled",
                condition=Q(secret=False) | UNSETTLED | Q(raw=b""),
                violation_error_message="The text of a secret message is removed once it is settled.",
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.uuid}"
