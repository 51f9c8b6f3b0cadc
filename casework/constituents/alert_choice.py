"""How a person wants to hear that there is something to read. Their own choice comes before what an office does."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.wall import Paths, TenantQuerySet


class AlertWay(models.TextChoices):
    EMAIL = "email", _("An email each time")
    TEXT = "text", _("A text message each time")
    NONE = "none", _("Nothing. I look here myself")


class AlertChoice(models.Model):
    """What one person chose for all their cases at one office. Without a row it is mail to a proved address."""

    held_for = "casework"
    personal_data = {"told": "way"}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    constituent = models.OneToOneField(
        "constituents.Constituent", models.CASCADE, related_name="alert_choice"
    )
    way = models.CharField(max_length=5, choices=AlertWay)
    number = models.ForeignKey(
        "constituents.ContactPoint", models.CASCADE, null=True, blank=True, related_name="+"
    )
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
        ]

    def __str__(self):
        return f"{self.constituent_id}: {self.way}"
