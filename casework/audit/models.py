"""What was done, by whom: entries are appended and never changed. No case text and no personal data inside.

An entry is written with its `Unsealed` row, in the transaction of the act. The worker takes the row away with the
seal it writes, so that nothing is forgotten, whenever a transaction commits and whoever is killed.
"""

import uuid

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One act or refusal. Office and actor are plain numbers, so that nothing here ties rows of other rooms.

    `reason` is the only text a person typed. A seal covers its `commitment`, a hash with `salt`: once both texts are
    blanked, nobody can tell what the reason was, and the seal still holds.
    """

    held_for = "audit"
    personal_data = {
        "staff": "actor_id verb subject reason detail route",
        "security": "session commitment salt",
        "none": "office_id",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
            ),  # who read this case?
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject}"


class Unsealed(models.Model):
    """The promise of a seal: it stands from the entry's commit until the commit of the seal."""

    held_for = "audit"
    personal_data: dict[str, str] = {}

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)


class Seal(models.Model):
    """One link of an office's chain. Entries without an office have a chain of their own.

    `covers` names each entry and its digest (`casework.audit.canon`), `total` counts the chain's entries so far,
    `hash` covers all of it and, through `previous`, every seal before.
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
