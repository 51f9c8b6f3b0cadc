"""What is safe for one person, and what opens their case to them: a word they chose, or a code told by phone."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class SafeContact(models.Model):
    """How the person of a safe-contact case may be reached. Word and code are kept as hashes.

    `turned` counts how often what opens the case was changed: who came in before is out again.
    """

    held_for = "casework"
    personal_data = {"special": "way", "security": "word code", "none": "turned"}
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="safe")
    way = models.CharField(_("safe ways and times"), max_length=500, blank=True)
    word = models.CharField(max_length=200, blank=True, editable=False)
    code = models.CharField(max_length=200, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, blank=True, editable=False)
    turned = models.PositiveIntegerField(default=0, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="safe_code_has_an_end",
                condition=Q(code="") | Q(code_until__isnull=False),
                violation_error_message=_("A code needs an end."),
            ),
        ]

    def __str__(self):
        return f"safe contact of {self.case_id}"

    @property
    def has_word(self):
        return bool(self.word)

    @property
    def code_waits_until(self):
        """Until when a code that was given can be used; None without one."""
        return self.code_until if self.code and self.code_until > timezone.now() else None
