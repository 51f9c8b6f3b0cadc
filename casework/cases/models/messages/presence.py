"""Who is writing a reply on a case right now, so that two colleagues do not answer the same person twice."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class PresenceQuerySet(TenantQuerySet):
    def now(self, at: datetime | None = None) -> Self:
        """Return rows of people who are still writing."""
        return self.filter(until__gt=at or timezone.now())

    def of_others(self, user: Any) -> Self:
        return self.exclude(user=user.pk)


class Presence(models.Model):
    """A person of the office is writing on a case from `since` until `until`. Deleted once expired."""

    held_for = "presence"
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="presence_once_a_person",
                violation_error_message=_("Each person writes on a case once."),
            ),
            models.CheckConstraint(
                name="presence_lasts_a_while",
                condition=Q(until__gt=F("since")),
                violation_error_message=_("It ends after it began."),
            ),
        ]
        indexes = [models.Index(fields=["until"], name="presence_by_end")]

    def __str__(self):
        return f"{self.case_id} {self.user_id} {self.since:%H:%M}"
