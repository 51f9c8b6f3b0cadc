"""What an office has in writing about who may see its cases, beside its memberships. It is behind the wall, too."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .membership import OFFER_LASTS, Membership
from .wall import TenantQuerySet

ASK_LASTS = timedelta(hours=24)
MOST_HOURS = 24


class TurnedAwayQuerySet(TenantQuerySet):
    def pending(self) -> Self:
        return self.filter(offered_at__gt=timezone.now() - OFFER_LASTS)

    def lapsed(self) -> Self:
        return self.filter(offered_at__lte=timezone.now() - OFFER_LASTS)


class TurnedAway(models.Model):
    """An invitation to an address that can never be staff's. It opens nothing and no mail goes there.

    It stands in the office's list like any other, so that nobody learns from the list whose address it is.
    """

    held_for = "invitations"
    personal_data = {"contact": "email", "staff": "role"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="turned_away")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Membership.Role)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField(default=timezone.now)

    objects = TurnedAwayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "email"],
                name="turned_away_once_in_an_office",
                violation_error_message=_("This person is already invited to this office."),
            )
        ]

    def __str__(self):
        return f"{self.email}: {self.role} in {self.office}"


class EmergencyAccessQuerySet(TenantQuerySet):
    def waiting(self) -> Self:
        """Asked within the last day, and nobody has answered."""
        since = timezone.now() - ASK_LASTS
        return self.filter(membership=None, answered_at=None, withdrawn_at=None, asked_at__gt=since)

    def open(self) -> Self:
        """The administrator sees the office's cases now."""
        return self.filter(membership__in=Membership.objects.active())

    def not_to_be_overlooked(self) -> Self:
        """What the managers of an office see on every page: asks, open access, reports nobody has read."""
        return self.waiting() | self.open() | self.unread()

    def unread(self) -> Self:
        """Over, opened without a manager, and no manager has said that they read what was seen."""
        return self.filter(
            life_at_risk=True, membership__ended_at__lte=timezone.now(), report_read_at__isnull=True
        )

    def unreported(self, *, since: datetime) -> Self:
        """Over since a while, and the office has not been told how many pages were seen."""
        return self.filter(membership__ended_at__lte=since, reported_at=None)


class EmergencyAccess(models.Model):
    """An administrator asks to read the cases of one office for some hours. What came of it stands in the times."""

    held_for = "audit"
    personal_data = {"staff": "reason reference hours life_at_risk declined_because"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="emergencies")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)
    reference = models.CharField(max_length=20, blank=True)  # of a case, as the administrator knows it
    hours = models.PositiveSmallIntegerField(default=1)
    life_at_risk = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="emergency"
    )
    reported_at = models.DateTimeField(null=True, blank=True)
    report_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    report_read_at = models.DateTimeField(null=True, blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="emergency_opened_by_a_manager_or_for_a_life",
                condition=Q(membership=None) | Q(life_at_risk=True) | Q(answered_at__isnull=False),
                violation_error_message=_("A manager of the office must approve this first."),
            ),
            models.CheckConstraint(
                name="emergency_is_not_answered_by_who_asked",
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                violation_error_message=_("Nobody approves their own access."),
            ),
            models.CheckConstraint(
                name="emergency_opens_nothing_once_declined_or_withdrawn",
                condition=Q(membership=None) | Q(declined_because="", withdrawn_at=None),
                violation_error_message=_("This was declined or taken back."),
            ),
            models.CheckConstraint(
                name="emergency_lasts_at_most_a_day",
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS),
                violation_error_message=_("Enter a number of hours from 1 to 24."),
            ),
        ]

    def __str__(self):
        return f"{self.asked_by} in {self.office}: {self.asked_at:%Y-%m-%d %H:%M}"

    def now(self) -> str:
        """How it stands: waiting, lapsed, declined, withdrawn, open or over."""
        if self.membership is not None:
            return "open" if self.membership.ended_at > timezone.now() else "over"
        if self.withdrawn_at or self.answered_at:
            return "withdrawn" if self.withdrawn_at else "declined"
        return "waiting" if self.asked_at > timezone.now() - ASK_LASTS else "lapsed"
