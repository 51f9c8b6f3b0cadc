"""The audit log: entries are appended and never changed, and hold no case text and no personal data.

An entry is written with its `Unsealed` row, in the transaction of the act. The worker deletes that row in the
transaction that writes the seal, so no entry is missed, whatever the order of commits and whenever a worker dies.
"""

import uuid

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One act or refusal. Office and actor are plain numbers, so that nothing here references rows of other apps.

    `reason` is the only text a person typed. A seal covers its `commitment`, a hash of `salt` and reason: once both
    are blanked, the reason cannot be recovered and the seal still holds.
    """

    held_for = "audit"
    personal_data = {
        "staff": "actor_id verb subject reason detail route",
        "security": "session commitment salt",
        "none": "office_id",
    }

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    office_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    route = models.CharField(max_length=120, blank=True)
    session = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["office_id", "at"], name="audit_by_office"),
            models.Index(
                fields=["office_id", "subject", "at"], name="audit_by_subject"
            ),  # for the list of readers of a case
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject}"


class Unsealed(models.Model):
    """Marker of an entry without a seal: it exists from the entry's commit until the commit of the seal."""

    held_for = "audit"
    personal_data: dict[str, str] = {}

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)


class Seal(models.Model):
    """One link of an office's chain. Entries without an office have their own chain.

    `covers` holds the key and digest of each entry (`casework.audit.encoding`), `total` the number of the chain's
    entries so far; `hash` covers all of it and, through `previous`, every earlier seal.
    """

    held_for = "audit"
    personal_data = {"none": "office_id number previous count total covers hash"}

    office_id = models.BigIntegerField(null=True)
    number = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    covers = models.BinaryField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("office_id", "number", name="audit_one_seal_a_number"),
            models.UniqueConstraint(
                "number", condition=models.Q(office_id=None), name="audit_one_seal_a_number_without_office"
            ),
        ]

    def __str__(self):
        return f"{self.office_id} {self.number}"
