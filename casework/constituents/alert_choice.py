"""A person's choice of alerts, which takes precedence over the office's settings."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import Paths, TenantQuerySet


class AlertWay(models.TextChoices):
    EMAIL = "email", _("An email each time")
    TEXT = "text", _("A text message each time")
    NONE = "none", _("Don’t notify me. I’ll check here")


class AlertChoice(models.Model):
    """One person's choice for all their cases at one office. Without a row, alerts go to a proved email address.

    `stopped_by_link` says that they chose nothing by the link in an alert, so that the same link can undo it.
    """

    held_for = "casework"
    personal_data = {"told": "way stopped_by_link"}
    carried = {"always": "way stopped_by_link chosen_at", "never": "office constituent number"}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    constituent = models.OneToOneField(
        "constituents.Constituent", models.CASCADE, related_name="alert_choice"
    )
    way = models.CharField(max_length=5, choices=AlertWay)
    number = models.ForeignKey(
        "constituents.ContactPoint", models.CASCADE, null=True, blank=True, related_name="+"
    )
    stopped_by_link = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(default=timezone.now)

    objects = TenantQuerySet.as_manager()
    wall = Paths(constituent="constituent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_choice_texts_go_to_a_number",
                condition=Q(way="text", number__isnull=False) | (~Q(way="text") & Q(number=None)),
                violation_error_message=_("Text messages go to a number that was proved."),
            ),
            models.CheckConstraint(
                name="alert_choice_stopped_means_nothing",
                condition=Q(stopped_by_link=False) | Q(way="none"),
                violation_error_message=_("Alerts that were stopped do not go out."),
            ),
        ]

    def __str__(self):
        return f"{self.constituent_id}: {self.way}"
