"""People as one office knows them. The same person at two offices is two records that never meet."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.wall import Paths, TenantQuerySet

from .alert_choice import AlertChoice, AlertWay

__all__ = ["AlertChoice", "AlertWay", "Constituent", "ContactPoint"]


class Constituent(models.Model):
    """A person who wrote to an office."""

    held_for = "casework"
    personal_data = {"identity": "name", "told": "language", "special": "format"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="constituents")
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    format = models.CharField(_("format"), max_length=200, blank=True)
    known_since = models.DateTimeField(default=timezone.now)
    # Whose record it is in the portal. One that came without a sign-in is claimed by whoever proves its address;
    # what else stands on such a record nobody has proved, so nothing of theirs is ever added to it.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="constituents"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()
    wall = Paths(constituent="", share="cases__shares")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="constituent_claimed_by_someone",
                condition=Q(claimed_at=None) | Q(account__isnull=False),
                violation_error_message=_("Record who claimed this."),
            ),
        ]
        indexes = [models.Index(fields=["account"], name="constituent_by_account")]

    def __str__(self):
        return self.name or str(_("Name not given"))


class ContactPoint(models.Model):
    """One way to reach a constituent. Proved means: whoever signed in showed that it is theirs."""

    held_for = "casework"
    personal_data = {"contact": "kind value", "told": "safe"}

    class Kind(models.TextChoices):
        EMAIL = "email", _("Email")
        PHONE = "phone", _("Phone")
        POST = "post", _("Postal address")

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    constituent = models.ForeignKey(Constituent, models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.CharField(max_length=500)
    safe = models.BooleanField(default=True)
    proved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="contact_points"
    )
    proved_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()
    wall = Paths(constituent="constituent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["constituent", "kind", "value"], name="contact_point_once"),
            models.CheckConstraint(
                name="contact_point_proved_by_and_when",
                condition=Q(proved_by=None, proved_at=None)
                | Q(proved_by__isnull=False, proved_at__isnull=False),
                violation_error_message=_("Record who proved this contact point and when, or neither."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="contact_point_by_value")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"
