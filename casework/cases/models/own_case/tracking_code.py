"""Tracking codes: with the reference they open one case, without an account, to a person who has no mailbox."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from casework.offices.visibility import TenantQuerySet


class TrackingCode(models.Model):
    """The code of one case, kept as a keyed hash.

    `turned` counts how often it was replaced: a session opened with an earlier code ends.
    """

    held_for = "casework"
    personal_data = {"security": "mark", "none": "turned"}
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="tracking_code")
    mark = models.CharField(max_length=64, editable=False)
    turned = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TenantQuerySet.as_manager()

    def __str__(self):
        return f"tracking code of {self.case_id}"
