"""Messages, which the constituent sees, and notes, which never leave the office."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models.case import typed_by
from casework.offices.visibility import Paths, TenantQuerySet


class Message(models.Model):
    """A message between a constituent and the office. It is never changed once sent."""

    held_for = "casework"
    personal_data = {"special": "body", "told": "direction is_unverified fixed"}
    carried = {
        "always": "direction body author at fixed channel",
        "never": "contact_point is_unverified uuid office case alert typed_by",
    }

    class Direction(models.TextChoices):
        IN = "in", _("From the constituent")
        OUT = "out", _("To the constituent")

    class Fixed(models.TextChoices):
        """Fixed messages without case content. Staff choose one and cannot change its text."""

        RECEIVED = "received", _("We have it, and wait for permission")
        ASK = "ask", _("Please ask for the signed letter")

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True
    )  # given by the form: a double click is one message
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction)
    body = models.TextField(max_length=20_000)
    # The sender is exactly one of these three.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    contact_point = models.ForeignKey(
        "constituents.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    is_unverified = models.BooleanField(default=False)
    # By which channel it came; what the office sends from here has none.
    channel = models.ForeignKey(
        "cases.Channel", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    typed_by = typed_by()
    at = models.DateTimeField(default=timezone.now)
    alert = models.UUIDField(null=True, blank=True)  # the outbox row that told them, if one did
    fixed = models.CharField(max_length=8, choices=Fixed, blank=True)

    objects = TenantQuerySet.as_manager()
    wall = Paths(case="case", share="case__shares", before=Q(direction="in") | ~Q(fixed=""))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_has_one_sender",
                condition=Q(author__isnull=False, contact_point=None, is_unverified=False)
                | Q(author=None, contact_point__isnull=False, is_unverified=False)
                | Q(author=None, contact_point=None, is_unverified=True),
                violation_error_message=_(
                    "Say who wrote this: an account, a proved address, or an unverified sender."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.direction} {self.at:%Y-%m-%d %H:%M}"


def opened_in():
    """The share in which this one row was shown to the other office; closed to it otherwise."""
    return models.ForeignKey(
        "cases.Share", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )


class Note(models.Model):
    """An internal note, in its own table so that no code can send it as a message."""

    held_for = "casework"
    personal_data = {"special": "body"}
    carried = {"always": "body author at", "never": "uuid office case opened_in"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    body = models.TextField(_("note"), max_length=20_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    opened_in = opened_in()

    objects = TenantQuerySet.as_manager()
    wall = Paths(share="opened_in")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.case_id} note {self.at:%Y-%m-%d %H:%M}"
