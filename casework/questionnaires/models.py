"""Published questionnaires, and what people answered before it became a case."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.files.models import StoredFile


class Version(models.Model):
    """A published, immutable questionnaire. A change is a new version; who began on an old one finishes on it."""

    held_for = "running"
    personal_data = {"none": "slug number definition"}

    slug = models.SlugField()
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # nobody begins on it any more

    class Meta:
        ordering = ["slug", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "number"],
                name="version_number_once",
                violation_error_message=_("Someone else has just published this form. Publish again."),
            ),
        ]

    def __str__(self):
        return f"{self.slug} {self.number}"


class SubmissionQuerySet(models.QuerySet):
    def held_by(self, key):
        """The submission that this key opens; the key itself is never stored."""
        opened = SubmissionKey.objects.filter(key_hash=hash_of(key)).values("submission")
        return self.filter(Q(key_hash=hash_of(key)) | Q(pk__in=opened))

    def unsent(self):
        return self.filter(submitted_at=None)

    def expired(self):
        return self.filter(expires_at__lte=timezone.now())

    def unfinished(self):
        """Neither sent nor due to be deleted."""
        return self.unsent().filter(expires_at__gt=timezone.now())


class Submission(models.Model):
    """A person's answers to one version before they are a case. It belongs to whoever holds its key, to no office.

    `answers` is `{step: {question: value}}` and is emptied when the case is made: from then on the wall guards them.
    `receipt` is what the last page may still say: no answer in anybody's own words.
    """

    held_for = "answers"
    personal_data = {
        "special": "answers",
        "told": "member_slug receipt case_reference",
        "security": "key_hash",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="submissions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    member_slug = models.SlugField(blank=True)  # the Member someone came with; a proposal, not an answer
    answers = models.JSONField(default=dict, blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)  # of the day on which it is deleted
    submitted_at = models.DateTimeField(null=True, blank=True)
    case_reference = models.CharField(max_length=20, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submission_keeps_no_answers_once_sent",
                condition=Q(submitted_at=None) | Q(answers={}),
                violation_error_message=_("Answers that were sent live on in the case only."),
            ),
            models.CheckConstraint(
                name="submission_has_a_case_only_once_sent",
                condition=Q(case_reference="") | Q(submitted_at__isnull=False),
                violation_error_message=_("Only a submission that was sent has a case."),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="submission_by_expiry")]

    def __str__(self):
        return f"{self.version} {self.uuid}"

    @property
    def is_sent(self):
        return self.submitted_at is not None


class SubmissionKey(models.Model):
    """A further key to a submission: each browser that goes on with it holds one of its own."""

    held_for = "answers"
    personal_data = {"security": "key_hash"}

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="keys")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"a key to {self.submission_id}"


class WayBack(models.Model):
    """A link that was mailed so that somebody can go on with a submission elsewhere, until it is deleted.

    It opens nothing by itself, because mail scanners open links: it asks for a code, which goes to the same address.
    """

    held_for = "answers"
    personal_data = {"contact": "email", "security": "token_hash"}

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="ways_back")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True, blank=True)  # somebody who reads this mailbox used it

    def __str__(self):
        return f"a way back to {self.submission_id}"


class SubmissionFile(StoredFile):
    """A photo or document that someone added to their answers."""

    held_for = "answers"
    personal_data = {"none": "question"}

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    question = models.CharField(max_length=60)

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]


def new_key() -> str:
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
