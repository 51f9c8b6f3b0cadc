"""Activities on a case, shown in its timeline."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import Paths, TenantQuerySet


class Activity(models.Model):
    """An activity on a case. The constituent sees it too if `shown`."""

    held_for = "casework"
    personal_data = {"told": "verb detail shown"}
    carried: dict[str, str] = {}

    class Verb(models.TextChoices):
        RAISED = "raised", _("Raised")
        ASSIGNED = "assigned", _("Assigned")
        TURN = "turn", _("Turn")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Help no longer needed")
        REOPENED = "reopened", _("Opened again")
        RECEIVED = "received", _("Received from another office")
        HELD = "held", _("File held")
        RISK = "risk", _("Risk flagged")
        RISK_OVER = "risk-over", _("Risk settled")
        SIGNED = "signed", _("Reply signed off")
        SENT_BACK = "sent-back", _("Reply sent back")

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="activities")
    verb = models.CharField(max_length=10, choices=Verb)
    detail = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    shown = models.BooleanField(default=False)

    objects = TenantQuerySet.as_manager()
    wall = Paths(
        case="case",
        share="case__shares",
        told={"shown": True},
        before=Q(verb="raised") | Q(verb="held", detail__direction="in"),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "activities"

    def __str__(self):
        return f"{self.case_id} {self.verb} {self.at:%Y-%m-%d %H:%M}"
