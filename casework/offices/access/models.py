"""Access to an office beside a membership: invitations, and emergency access by an administrator."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.membership import Membership
from casework.offices.visibility import TenantQuerySet

INVITATION_DAYS = 7
INVITATION_LASTS = timedelta(days=INVITATION_DAYS)
EDITOR, ADMINISTRATOR = "editor", "administrator"
SERVICE_ROLES = [(EDITOR, _("Editor of the public site")), (ADMINISTRATOR, _("Administrator"))]
ASK_LASTS = timedelta(hours=24)
MOST_HOURS = 24
UNANSWERED = Q(accepted_at=None, declined_at=None, taken_back_at=None)


class InvitationQuerySet(TenantQuerySet):
    def open(self) -> Self:
        """Return those that can be accepted now."""
        return self.filter(UNANSWERED, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An offer of a role. No account exists or changes before the person accepts it.

    An invitation belongs to one office: two offices may invite one address without learning of each other. The
    service itself (no office) invites editors and administrators. Only a hash of the link's token is stored.
    """

    held_for = "invitations"
    personal_data = {"contact": "email", "identity": "name", "staff": "role", "security": "token_hash"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        "offices.Office", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField()
    name = models.CharField(max_length=150, blank=True)  # how the mail greets; the person chooses their own
    role = models.CharField(max_length=13, choices=[*Membership.Role.choices, *SERVICE_ROLES])
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "email"],
                condition=UNANSWERED,
                name="invitation_open_once_in_an_office",
                violation_error_message=_("This person is already invited to this office."),
            ),
            models.UniqueConstraint(
                fields=["role", "email"],
                condition=UNANSWERED & Q(office=None),
                name="invitation_open_once_for_a_role_of_the_service",
                violation_error_message=_("This person is already invited to be this."),
            ),
            models.CheckConstraint(
                name="invitation_answered_once",
                condition=Q(accepted_at=None, declined_at=None)
                | Q(accepted_at=None, taken_back_at=None)
                | Q(declined_at=None, taken_back_at=None),
                violation_error_message=_("This invitation was answered already."),
            ),
            models.CheckConstraint(
                name="invitation_of_the_service_is_for_a_role_of_the_service",
                condition=Q(office=None, role__in=[EDITOR, ADMINISTRATOR])
                | (Q(office__isnull=False) & ~Q(role__in=[EDITOR, ADMINISTRATOR])),
                violation_error_message=_("Choose a role of this office."),
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.role} in {self.office or 'the service'}"


class EmergencyAccessQuerySet(TenantQuerySet):
    def waiting(self) -> Self:
        """Return requests of the last day that no one has answered."""
        since = timezone.now() - ASK_LASTS
        return self.filter(membership=None, answered_at=None, withdrawn_at=None, asked_at__gt=since)

    def open(self) -> Self:
        """Return those under which the administrator sees the office's cases now."""
        return self.filter(membership__in=Membership.objects.active())

    def not_to_be_overlooked(self) -> Self:
        """Return what the managers see on every page: requests, open access and unread reports."""
        return self.waiting() | self.open() | self.unread()

    def unread(self) -> Self:
        """Return ended access that no manager approved and whose report no one but the requester has read."""
        alone = Q(life_at_risk=True) | Q(answered_by__is_administrator=True)
        return self.filter(alone, membership__ended_at__lte=timezone.now(), report_read_at__isnull=True)

    def unreported(self, *, since: datetime) -> Self:
        """Return access that ended before `since` without a report to the office of how many pages were seen."""
        return self.filter(membership__ended_at__lte=since, reported_at=None)


class EmergencyAccess(models.Model):
    """An administrator's request to read one office's cases for some hours, and what came of it as timestamps."""

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
                violation_error_message=_("You can’t approve your own access."),
            ),
            models.CheckConstraint(
                name="emergency_report_is_not_read_by_who_asked",
                condition=Q(report_read_by=None) | ~Q(report_read_by=F("asked_by")),
                violation_error_message=_("No one reads the report on themselves."),
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

    def is_unread(self) -> bool:
        """Return whether someone other than the requester still has to read the report, as `unread` does for rows."""
        alone = self.life_at_risk or (self.answered_by is not None and self.answered_by.is_administrator)
        return self.now() == "over" and alone and self.report_read_at is None

    def now(self) -> str:
        """Return the state: waiting, lapsed, declined, withdrawn, open or over."""
        if self.membership is not None:
            return "open" if self.membership.ended_at > timezone.now() else "over"
        if self.withdrawn_at or self.answered_at:
            return "withdrawn" if self.withdrawn_at else "declined"
        return "waiting" if self.asked_at > timezone.now() - ASK_LASTS else "lapsed"
