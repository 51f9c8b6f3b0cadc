"""Contact tasks: calls and letters for constituents whom no alert reaches. One ends by itself once an alert does."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models.messages.message import Message
from casework.offices.visibility import TenantQuerySet, released


class ContactTaskQuerySet(TenantQuerySet):
    def open(self, at: datetime | None = None) -> Self:
        """Return open tasks, without those about messages withheld from the writer."""
        # No join: PostgreSQL would merge the few tasks with all messages of the office.
        replies = Message.objects.filter(pk=OuterRef("message"), fixed="")
        withheld = Q(Exists(replies), why=ContactTask.Why.REPLY)
        return self.filter(released("case", at=at) | ~withheld, done_at=None)


class ContactTask(models.Model):
    """Someone of the office must phone or write to the person: there is a reply or an end that they have not heard of.

    At most one for each message, and one at a time for each other reason.
    """

    held_for = "casework"
    personal_data = {"told": "why done_at"}
    carried: dict[str, str] = {}

    class Why(models.TextChoices):
        REPLY = "reply", _("No alert could go about a reply")
        CLOSED = "closed", _("No alert could go about the end of the case")
        FAILED = "failed", _("An alert was not delivered")
        NOT_THEIRS = "not-theirs", _("Someone else reads the email address")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="contact_tasks")
    why = models.CharField(max_length=10, choices=Why, default=Why.REPLY)
    message = models.OneToOneField(
        "cases.Message", models.CASCADE, null=True, blank=True, related_name="contact_task"
    )
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ContactTaskQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_task_done_by_someone_at_a_time",
                condition=Q(done_by=None) | Q(done_at__isnull=False),
                violation_error_message=_("Record when you told them."),
            ),
            models.CheckConstraint(
                name="contact_task_of_a_reply_has_its_message",
                condition=Q(why="reply", message__isnull=False) | ~Q(why="reply") & Q(message=None),
                violation_error_message=_("Say which reply this is about."),
            ),
            models.UniqueConstraint(
                fields=["case", "why"],
                condition=Q(done_at=None, message=None),
                name="contact_task_once_for_each_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "case"], condition=Q(done_at=None), name="contact_task_open"),
        ]

    def __str__(self):
        return f"{self.case_id} by hand since {self.made_at:%Y-%m-%d}"
