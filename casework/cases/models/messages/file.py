"""Files on a case."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from casework.files.kinds import PICTURE_TYPES
from casework.files.models import StoredFile
from casework.offices.visibility import Paths, TenantQuerySet

from .message import opened_in


class CaseFileQuerySet(TenantQuerySet):
    """Files on cases. The bytes of a thumbnail are read only where they are sent."""

    def for_list(self) -> Self:
        """Return the files with `has_thumbnail` and without the thumbnails themselves."""
        has_thumbnail = ExpressionWrapper(Q(thumbnail__isnull=False), output_field=BooleanField())
        return self.defer("thumbnail").annotate(has_thumbnail=has_thumbnail)

    def thumbnail_due(self) -> Self:
        """Return the pictures that may be opened and have no thumbnail yet, longest due first."""
        due = self.filter(thumbnail_due_at__lte=timezone.now(), quarantined_at=None)
        if settings.CLAMD_URL:
            due = due.exclude(checked_at=None)
        return due.order_by("thumbnail_due_at", "pk")


class CaseFile(StoredFile):
    """A photo or document on a case, with the message it came with.

    `thumbnail` is a small JPEG of a picture, which the worker makes when `thumbnail_due_at` has come. It stays empty
    for other kinds, and for a picture that cannot be reduced. A copy for another office gets one of its own.
    """

    held_for = "casework"
    personal_data = {"special": "thumbnail"}
    carried = {"never": "office case message opened_in thumbnail thumbnail_due_at"}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="files")
    message = models.ForeignKey("cases.Message", models.PROTECT, related_name="files")
    opened_in = opened_in()
    thumbnail = models.BinaryField(null=True, blank=True)
    thumbnail_due_at = models.DateTimeField(null=True, blank=True)

    objects = CaseFileQuerySet.as_manager()
    wall = Paths(case="case", share="opened_in", before=Q(message__direction="in"))

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]
        indexes = [
            *StoredFile.Meta.indexes,
            models.Index(
                fields=["thumbnail_due_at"],
                name="casefile_thumbnail_due",
                condition=Q(thumbnail_due_at__isnull=False),
            ),
        ]

    @property
    def shows_thumbnail(self) -> bool:
        """Return whether a page may show the thumbnail of a file that was read with `for_list`."""
        return self.has_thumbnail and self.may_be_opened

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURE_TYPES
