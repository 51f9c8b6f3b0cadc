"""The day by which an office wants to do the next thing on an open case."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class Deadline(models.Model):
    """A thing still to be done on a case, and by when. The row goes once it is done.

    It belongs to the office alone: neither the constituent nor an office that the case is shared with sees it.
    """

    held_for = "casework"
    personal_data = {"none": "kind by"}
    carried: dict[str, str] = {}

    class Kind(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("Acknowledge by")
        ANSWER = "answer", _("Answer by")
        CHASE = "chase", _("Chase on")

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="deadlines", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind)
    by = models.DateField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                name="deadline_once_a_kind",
                violation_error_message=_("A case has one deadline of each kind."),
            ),
        ]
        indexes = [models.Index(fields=["office", "by", "case"], name="deadline_by_day")]

    def __str__(self):
        return f"{self.case_id} {self.kind} {self.by}"


def soonest_deadline(field: str) -> Subquery:
    """Return a field of the soonest deadline of each case of a queryset."""
    of_case = Deadline.objects.filter(case=OuterRef("pk")).order_by("by", "pk")
    return Subquery(of_case.values(field)[:1])


def has_deadline(**when: date) -> Exists:
    """Return the condition for cases with a deadline, such as `by__lt=today`."""
    return Exists(Deadline.objects.filter(case=OuterRef("pk"), **when))
