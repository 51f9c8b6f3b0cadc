"""Published questionnaires, and submissions: people's answers before they become a case."""

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
    """A published, immutable questionnaire. A change is a new version; submissions keep the one they began on."""

    held_for = "running"
    personal_data = {"none": "slug number definition"}

    slug = models.SlugField()
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # no new submissions since then

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


class VersionTexts(models.Model):
    """The texts of a version in another language: `{key: text}` as `translations.texts` names them."""

    held_for = "running"
    personal_data = {"none": "language texts"}

    version = models.ForeignKey(Version, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    texts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="version_texts_once_a_language",
                violation_error_message=_("Someone else has just published this form. Publish again."),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} in {self.language}"


class FormCount(models.Model):
    """How often something happened at one place of a form in one week, without person, hour, office or answer."""

    held_for = "site"
    personal_data = {"none": "week step question what n"}

    class What(models.TextChoices):
        STARTED = "started", _("Began")
        ANSWERED = "answered", _("Answered a step for the first time")
        ERROR = "error", _("Met an error at a question")
        SAVED = "saved", _("Asked for a link to continue later")
        SENT = "sent", _("Sent")
        LEFT = "left", _("Left, at their first step without an answer")

    version = models.ForeignKey(Version, models.CASCADE, related_name="counts")
    week = models.DateField()  # its Monday
    step = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=10, choices=What)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "week", "step", "question", "what"],
                name="form_count_once_a_week",
                violation_error_message=_("This is counted already."),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} {self.week} {self.step} {self.question} {self.what}: {self.n}"


class SubmissionQuerySet(models.QuerySet):
    def held_by(self, key):
        """Return the submission that this key opens. Keys are stored as hashes only."""
        return self.with_hash(hash_of(key))

    def with_hash(self, key_hash):
        opened = SubmissionKey.objects.filter(key_hash=key_hash).values("submission")
        return self.filter(Q(key_hash=key_hash) | Q(pk__in=opened))

    def unsent(self):
        return self.filter(submitted_at=None)

    def expired(self):
        return self.filter(expires_at__lte=timezone.now())

    def unfinished(self):
        """Return submissions that are neither sent nor expired."""
        return self.unsent().filter(expires_at__gt=timezone.now())


class Submission(models.Model):
    """A person's answers to one version before they are a case. It belongs to no office, but to the holder of its key.

    `answers` is `{step: {question: value}}` and is emptied when the case is opened: then only the case holds them.
    `receipt` holds what the confirmation page shows, and no free text.
    """

    held_for = "answers"
    personal_data = {
        "special": "answers",
        "told": "member_slug borough_slug receipt case_reference language",
        "security": "key_hash",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="submissions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    member_slug = models.SlugField(
        blank=True
    )  # Member of the link that was followed: a suggestion, not an answer
    borough_slug = models.SlugField(blank=True)  # the borough found before the form: a suggestion, too
    language = models.CharField(
        max_length=10, blank=True, default="", db_default=""
    )  # code of the one they answered in last
    answers = models.JSONField(default=dict, blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)  # when the reminder before deletion was queued
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
    """A further key to a submission, for one more browser."""

    held_for = "answers"
    personal_data = {"security": "key_hash"}

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="keys")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"a key to {self.submission_id}"


class ResumeLink(models.Model):
    """An emailed link to continue a submission on another device, until it is deleted.

    Opening it grants nothing, because mail scanners open links: the page mails a code to the same address.
    """

    held_for = "answers"
    personal_data = {"contact": "email", "security": "token_hash"}

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="resume_links")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True, blank=True)  # when the emailed code was entered

    def __str__(self):
        return f"a way back to {self.submission_id}"


class SubmissionFile(StoredFile):
    """A photo or document added to the answers."""

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
