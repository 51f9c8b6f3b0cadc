"""What was done, by whom: entries are appended and never changed. No case text and no personal data inside."""

import uuid

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One act or refusal. Office and actor are plain numbers, so that nothing here ties rows of other rooms."""

    held_for = "audit"
    personal_data = {
        "staff": "actor_id verb subject reason detail route",
        "security": "session",
        "none": "office_id",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    office_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    route = models.CharField(max_length=120, blank=True)
    session = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["office_id", "at"], name="audit_by_office")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject}"
