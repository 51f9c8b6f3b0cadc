"""What staff must still do by phone or letter, because nothing that we send reaches the person."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.wall import TenantQuerySet, released


class HandTaskQuerySet(TenantQuerySet):
    def open(self) -> Self:
        """What is still to be told, and may be: not what is withheld from who writes for somebody else."""
        return self.filter(released("case") | ~Q(message__fixed=""), done_at=None)


class HandTask(models.Model):
    """A reply stands on the case, and somebody of the office must tell the person. One a reply, until it is done."""

    held_for = "casework"
    personal_data = {"told": "done_at"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="hand_tasks")
    message = models.OneToOneField("cases.Message", models.CASCADE, related_name="hand_task")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = HandTaskQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hand_task_done_by_somebody_at_a_time",
                condition=Q(done_by=None) | Q(done_at__isnull=False),
                violation_error_message=_("Record when they were told."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "case"], condition=Q(done_at=None), name="hand_task_open"),
        ]

    def __str__(self):
        return f"{self.case_id} by hand since {self.made_at:%Y-%m-%d}"
