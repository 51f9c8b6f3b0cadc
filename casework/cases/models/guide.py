"""Guides: what staff should know about the cases of one topic; and which steps of their checklists are done."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models.topic import Topic
from casework.offices.visibility import TenantQuerySet

LONGEST = 4_000
LONGEST_LINE = 200
MOST_LINES = 20


class InUse(models.QuerySet):
    def in_use(self) -> Self:
        """Return guides that nobody has removed."""
        return self.filter(removed_at=None)

    def to_check(self) -> Self:
        """Return guides whose review day has come."""
        return self.in_use().filter(review_on__lte=timezone.localdate())


class OfficeGuides(InUse, TenantQuerySet):
    pass


class Guide(models.Model):
    """What a Member and others can do about one topic, what to ask, and a checklist. Empty parts are not shown.

    `questions` and `checklist` hold one entry a line.
    """

    held_for = "wording"
    personal_data = {"none": "member_can others_can questions checklist review_on"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    member_can = models.TextField(_("what a Member can do"), max_length=LONGEST, blank=True)
    others_can = models.TextField(_("who else can help"), max_length=LONGEST, blank=True)
    questions = models.TextField(_("questions to ask"), max_length=LONGEST, blank=True)
    checklist = models.TextField(_("checklist"), max_length=LONGEST, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    review_on = models.DateField(_("check again on"))
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["topic__name", "pk"]

    def __str__(self):
        return f"{self.topic}"

    @property
    def review_is_due(self) -> bool:
        return self.review_on <= timezone.localdate()


class OfficeGuide(Guide):
    """A guide of one office, which its managers keep."""

    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")

    objects = OfficeGuides.as_manager()

    class Meta(Guide.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["office", "topic"],
                condition=Q(removed_at=None),
                name="office_guide_once_a_topic",
                violation_error_message=_("Your office has a guide to this topic already. Change that one."),
            ),
        ]


class SharedGuide(Guide):
    """A guide for all offices, maintained by administrators. It contains no office's own data."""

    objects = InUse.as_manager()

    class Meta(Guide.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(removed_at=None),
                name="shared_guide_once_a_topic",
                violation_error_message=_("There is a guide to this topic already. Change that one."),
            ),
        ]


class ChecklistTick(models.Model):
    """A step of a checklist that is done on a case. It holds the words of the step, which may change in the guide."""

    held_for = "casework"
    personal_data = {"none": "step", "staff": "at"}
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="checklist_ticks", db_index=False)
    step = models.CharField(max_length=LONGEST_LINE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step"],
                name="checklist_tick_once",
                violation_error_message=_("This step is ticked already."),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.step}"
