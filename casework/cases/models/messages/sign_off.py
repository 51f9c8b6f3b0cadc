"""Sign-off: a reply that a manager, the Member or a named person reads before it goes."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class SignOffQuerySet(TenantQuerySet):
    def undecided(self):
        return self.filter(decided_at=None)


class SignOff(models.Model):
    """One request to sign a reply off. The reply waits as a draft until someone decides.

    `asked` is the text as its writer wrote it, `changed_to` the text that the signer sent instead; empty if it went
    as it was. `once` makes a double click one request.
    """

    held_for = "casework"
    personal_data = {"special": "asked changed_to note", "none": "decision"}
    carried: dict[str, str] = {}

    class Decision(models.TextChoices):
        SIGNED = "signed", _("Signed off")
        SENT_BACK = "sent-back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        NOT_SENT = "not-sent", _("Signed off, but it could not go")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    once = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="sign_offs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked = models.TextField(blank=True)
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_to = models.TextField(blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sign_off_is_decided_at_a_moment",
                condition=Q(decided_at=None, decision="") | Q(decided_at__isnull=False) & ~Q(decision=""),
                violation_error_message=_("Say what was decided, and when."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "asked_at"], condition=Q(decided_at=None), name="sign_off_undecided"
            ),
        ]

    def __str__(self):
        return f"{self.case_id} sign-off {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def waits(self):
        return self.decided_at is None
