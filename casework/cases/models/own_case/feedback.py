"""What people say after their case is closed: counts of a month, and marks of who has answered. Nothing joins the two.

Why it is kept like this: docs/adr/0021-feedback-is-stored-as-counts.md
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class FeedbackAnswer(models.TextChoices):
    """Answers to "Did we help you?"."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class FeedbackMonth(models.Model):
    """How many people said what to one office in one month. No row is about a person, a case or a moment."""

    held_for = "running"
    personal_data = {"none": "office month yes partly no"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.BigIntegerField(
        db_column="office_id", editable=False
    )  # a number: nothing hangs on a count
    month = models.DateField()  # its first day
    yes = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="feedback_one_row_a_month"),
            models.CheckConstraint(
                name="feedback_counts_months",
                condition=Q(month__day=1),
                violation_error_message=_("A month is named by its first day."),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.month:%Y-%m}"

    @property
    def total(self):
        return self.yes + self.partly + self.no


class FeedbackMark(models.Model):
    """That somebody has answered about one case. A keyed hash is the whole row: no office, no time, no answer."""

    held_for = "casework"
    personal_data = {"security": "mark"}

    mark = models.CharField(max_length=64, primary_key=True)

    def __str__(self):
        return self.mark[:8]
