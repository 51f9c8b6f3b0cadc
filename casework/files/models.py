"""What every stored file says about itself. The tables stand in the rooms that hold files."""

import uuid

from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """A file in the private store. `key` names the bytes on disk; `uuid` is the name that a page may show."""

    personal_data = {"special": "name", "security": "key sha256", "none": "content_type size"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
