"""Risk flags on cases, which are alerted and escalated until somebody opens the case."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet

NOT_SETTLED = Q(settled_at=None)


class RiskQuerySet(TenantQuerySet):
    def unsettled(self) -> Self:
        return self.filter(NOT_SETTLED)

    def to_be_told(self) -> Self:
        """Return unseen flags whose next alert is due and that no worker has leased."""
        now = timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.unsettled().filter(free, seen_at=None, alert_at__lte=now)


class RiskFlag(models.Model):
    """One risk on one case. Its alerts are a due row: who hears next, and when."""

    held_for = "casework"
    personal_data = {"special": "reason settled_how", "told": "kind", "none": "step", "security": "network"}
    carried: dict[str, str] = {}

    class Kind(models.TextChoices):
        LIFE = "life", _("Risk to life")
        HOME = "home", _("Hurt or controlled at home")
        SAFEGUARDING = "safeguarding", _("Safeguarding")
        EVICTION = "eviction", _("Eviction within 72 hours")
        THREAT = "threat", _("Threat to a Member or staff")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="risks")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    # Staff who raised it; nobody if the person said so in the form.
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A keyed mark of the network it was raised from, kept until it is settled: a flood comes from few places.
    network = models.CharField(max_length=16, blank=True, db_default="", editable=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_how = models.CharField(_("what was done"), max_length=500, blank=True)
    step = models.PositiveSmallIntegerField(default=0, editable=False)
    alert_at = models.DateTimeField(null=True, blank=True, default=timezone.now, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=NOT_SETTLED, name="risk_of_a_kind_once_until_settled"
            ),
            models.CheckConstraint(
                name="risk_is_settled_by_saying_how",
                condition=Q(settled_at=None, settled_how="")
                | Q(settled_at__isnull=False) & ~Q(settled_how=""),
                violation_error_message=_("Say what was done."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "raised_at"], condition=NOT_SETTLED, name="risk_unsettled"),
            models.Index(
                fields=["alert_at"], condition=Q(settled_at=None, seen_at=None), name="risk_to_be_told"
            ),
        ]

    def __str__(self):
        return f"{self.kind} on {self.case_id}"
