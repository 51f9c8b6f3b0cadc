"""What every stored file says about itself. The tables stand in the rooms that hold files."""

import uuid
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

SOON = timedelta(minutes=5)
NOT_LOOKED_AT = Q(checked_at=None, quarantined_at=None)


class Scan(StrEnum):
    """What is known about viruses in a file. Nobody gets the bytes of one that is waiting or quarantined."""

    NONE = "none"  # no scanner is set
    WAITING = "waiting"
    CLEAN = "clean"
    QUARANTINED = "quarantined"


class StoredFile(models.Model):
    """A file in the private store. `key` names the bytes on disk; `uuid` is the name that a page may show.

    `scan_due_at` is when a worker looks at it for viruses; whoever does moves it on first, so it is the lease, too.
    """

    personal_data = {"special": "name", "security": "key sha256", "none": "content_type size"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=timezone.now)
    scan_due_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    quarantined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_one_verdict",
                condition=Q(checked_at=None) | Q(quarantined_at=None),
                violation_error_message="A file is free of viruses or quarantined, never both.",
            ),
        ]
        indexes = [
            models.Index(fields=["scan_due_at"], name="%(class)s_to_scan", condition=NOT_LOOKED_AT),
        ]

    def __str__(self):
        return self.name

    @property
    def scan(self) -> Scan:
        if self.quarantined_at:
            return Scan.QUARANTINED
        if self.checked_at:
            return Scan.CLEAN
        return Scan.WAITING if settings.CLAMD_URL else Scan.NONE

    @property
    def is_overdue(self) -> bool:
        """Whether it waits for the scanner for longer than a scanner that works lets a file wait."""
        return self.scan == Scan.WAITING and timezone.now() - self.stored_at > SOON

    @property
    def may_be_opened(self) -> bool:
        """Whether anybody at all may have the bytes; who may is for the wall to say."""
        return self.scan in {Scan.CLEAN, Scan.NONE}
