"""When each person of an office last looked at a case, so that each sees what is new to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from casework.offices.visibility import TenantQuerySet


class CaseSeen(models.Model):
    """The last look of one person at one case. Other offices, guests included, leave none."""

    held_for = "team"
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="looks", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_seen_once_a_person")]

    def __str__(self):
        return f"{self.case_id} by {self.user_id} at {self.at:%Y-%m-%d %H:%M}"


def unseen_by(person: Any) -> Q:
    """Return the condition for cases on which something came from outside since this person last looked."""
    looks = CaseSeen.objects.filter(case=OuterRef("pk"), user=person.pk, at__gte=OuterRef("news_at"))
    return Q(news_at__isnull=False) & ~Exists(looks)


def new_to(person: Any) -> Q:
    """Return the condition for open cases that are new to this person: their own, and those of no one."""
    return Q(closed_at=None) & (Q(assignee=person.pk) | Q(assignee=None)) & unseen_by(person)
