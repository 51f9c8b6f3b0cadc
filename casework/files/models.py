"""Fields that every stored file has. The tables are in the apps that own files."""

import uuid
from datetime import timedelta
from enum import StrEnum

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

SOON = timedelta(minutes=5)
NOT_LOOKED_AT = Q(checked_at=None, quarantined_at=None)


class Scan(StrEnum):
    """The scan state of a file. Waiting and quarantined files cannot be downloaded."""

    NONE = "none"  # no scanner is set
    WAITING = "waiting"
    CLEAN = "clean"
    QUARANTINED = "quarantined"


class StoredFile(models.Model):
    """A file in the private store. `key` names the bytes on disk; `uuid` is the name that a page may show.

    `scan_due_at` is when a worker looks at it for viruses; whoever does moves it on first, so it is the lease, too.
    """

    personal_data = {"special": "name", "security": "key sha256", "none": "content_type size"}
    carried = {
        "always": "key name content_type size sha256 checked_at quarantined_at",
        "never": "uuid stored_at scan_due_at",
    }

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
        """Return whether the file has waited longer than a working scanner would take."""
        return self.scan == Scan.WAITING and timezone.now() - self.stored_at > SOON

    @property
    def may_be_opened(self) -> bool:
        """Return whether the bytes may be served at all; the wall decides to whom."""
        return self.scan in {Scan.CLEAN, Scan.NONE}


def file_models() -> list[type[StoredFile]]:
    """Return every model that names bytes in the store."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def named(keys: set[str]) -> set[str]:
    """Return which of these keys rows name, as far as the scope in force shows them."""
    rows = (model._base_manager.filter(key__in=keys).values_list("key", flat=True) for model in file_models())
    return {key for each in rows for key in each} if keys else set()


def known_keys() -> set[str]:
    """Return the keys that rows name, in one statement: a row that moves from one table to another is never missed."""
    first, *others = (model._base_manager.order_by().values_list("key", flat=True) for model in file_models())
    return set(first.union(*others, all=True).order_by())
