"""In how many working days an office acknowledges, answers and chases, for each nature of case."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.cases.models.case import Case
from casework.offices.visibility import TenantQuerySet

FEWEST_DAYS, MOST_DAYS = 1, 120


def working_days() -> Any:
    limits = [MinValueValidator(FEWEST_DAYS), MaxValueValidator(MOST_DAYS)]
    return models.PositiveSmallIntegerField(validators=limits)


class DeadlineRule(models.Model):
    """What an office set for one nature of case. Where there is no row, `USUAL` holds."""

    held_for = "casework"
    personal_data = {"none": "nature acknowledge_in answer_in chase_in"}
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    nature = models.CharField(max_length=8, choices=Case.Nature)
    acknowledge_in = working_days()
    answer_in = working_days()
    chase_in = working_days()

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "nature"], name="deadline_rule_once_a_nature"),
            models.CheckConstraint(
                name="deadline_rule_acknowledges_before_it_answers",
                condition=Q(acknowledge_in__lte=F("answer_in")),
                violation_error_message=_("Acknowledge no later than you answer."),
            ),
        ]

    def __str__(self):
        return f"{self.office_id} {self.nature}"


USUAL = {
    Case.Nature.CASEWORK: {"acknowledge_in": 2, "answer_in": 10, "chase_in": 10},
    Case.Nature.POLICY: {"acknowledge_in": 5, "answer_in": 20, "chase_in": 20},
    Case.Nature.OTHER: {"acknowledge_in": 5, "answer_in": 20, "chase_in": 20},
}
