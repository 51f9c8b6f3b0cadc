"""Offices, and who works in them."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

OFFER_LASTS = timedelta(days=7)  # as long as the link of an invitation


class Office(models.Model):
    """The people who work for one or more Members of one group: the unit of the wall."""

    held_for = "elected"
    personal_data = {"none": "slug name phone hours"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    group = models.ForeignKey("offices.Group", models.PROTECT, related_name="offices")
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def held(self) -> Self:
        """Begun, accepted and not ended, whether or not the person can sign in."""
        now = timezone.now()
        begun = self.filter(started_at__lte=now, accepted_at__isnull=False)
        return begun.filter(Q(ended_at=None) | Q(ended_at__gt=now))

    def active(self) -> Self:
        """Held now by somebody who can sign in. Of an administrator only what has an end counts: emergency access."""
        counts = Q(user__is_administrator=False) | Q(ended_at__isnull=False)
        return self.held().filter(counts, user__is_active=True)

    def pending(self) -> Self:
        """Offered within the last days, and neither accepted nor ended: it opens nothing yet."""
        since = timezone.now() - OFFER_LASTS
        return self.filter(accepted_at=None, ended_at=None, started_at__gt=since, user__is_active=True)

    def lapsed(self) -> Self:
        """Offered so long ago that nobody can accept it any more."""
        return self.filter(accepted_at=None, ended_at=None, started_at__lte=timezone.now() - OFFER_LASTS)


class Membership(models.Model):
    """A user's dated role in an office. It counts from the moment the person accepts it."""

    held_for = "team"
    personal_data = {"staff": "role"}

    class Role(models.TextChoices):
        CASEWORKER = "caseworker", _("Caseworker")
        MANAGER = "manager", _("Office manager")
        MEMBER = "member", _("Member")
        READ_ONLY = "read-only", _("Read only")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    started_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "user"],
                condition=Q(ended_at=None),
                name="membership_once_in_an_office",
                violation_error_message=_("This person already works in this office."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                violation_error_message=_("A membership must end after it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.role} in {self.office}"
