"""Reply drafts: what somebody of the office has written for a case and not sent yet."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.files.models import StoredFile
from casework.offices.visibility import TenantQuerySet

from .sign_off import SignOff


class ReplyDraft(models.Model):
    """An unsent reply. The whole office of the case reads it and may continue it; nobody else ever does.

    `entered` holds what was filled in beside the text, as the browser sent it. `seen` and `looked_at` say which state
    of the case its writer had before them. `page` is the opened page that saved it last: only that page, or one that
    has read `version`, changes the row; any other save becomes a draft of its own, so that no text is overwritten.
    """

    held_for = "casework"
    personal_data = {"special": "body entered refused planned", "none": "seen version"}
    carried: dict[str, str] = {}

    uuid = models.UUIDField(default=uuid4, unique=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(blank=True)
    entered = models.JSONField(default=dict, blank=True)
    refused = models.JSONField(default=list, blank=True)  # why files were not added, until the next save
    seen = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(default=timezone.now)
    page = models.UUIDField(default=uuid4)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    # A reply that is sent goes at `send_at`; until then its sender can undo it. `planned` is what follows from it.
    send_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(default=uuid4, editable=False)
    planned = models.JSONField(default=dict, blank=True)
    # The latest request to sign it off. While that waits, nobody changes the draft.
    sign_off = models.OneToOneField(
        "cases.SignOff", models.SET_NULL, null=True, blank=True, related_name="draft"
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(send_at__isnull=False), name="draft_to_send"),
        ]

    def __str__(self):
        return f"{self.case_id} draft {self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def waits(self):
        """Return whether it waits for sign-off."""
        return self.sign_off is not None and self.sign_off.waits

    @property
    def is_signed(self):
        return self.sign_off is not None and self.sign_off.decision == SignOff.Decision.SIGNED


class DraftFile(StoredFile):
    """A file that was added to a draft. It moves to the message when the draft is sent."""

    held_for = "casework"
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    draft = models.ForeignKey(ReplyDraft, models.CASCADE, related_name="files")

    objects = TenantQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]
