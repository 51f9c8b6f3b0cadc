"""Acts on cases that are done once the time of an office to undo them is over."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class PlannedAct(models.Model):
    """One act on one case that is due at `due_at`. Until then nothing has happened, and its author can undo it.

    It concerns no one but its author, who alone is shown it.

    `facts` are what the service of the act needs. Those with one `batch` were planned at once. Without `due_at` it
    could not be done, because the case had changed, and waits for its author to read that.
    """

    held_for = "casework"
    personal_data = {"special": "facts", "none": "act"}
    carried: dict[str, str] = {}

    class Act(models.TextChoices):
        ASSIGN = "assign", _("Assign")
        CLOSE = "close", _("Close")
        OFFER = "offer", _("Pass on to another office")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.UUIDField(default=uuid4, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="planned_acts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    act = models.CharField(max_length=6, choices=Act)
    facts = models.JSONField(default=dict)
    planned_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["planned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "author", "act"],
                name="planned_act_once_a_person",
                violation_error_message=_("Each person plans an act on a case once."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="planned_act_due"),
        ]

    def __str__(self):
        return f"{self.case_id} {self.act} {self.planned_at:%Y-%m-%d %H:%M}"
