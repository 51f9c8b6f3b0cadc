"""The elected body as dated facts: groups, Members, seats and terms; offices and who works in them."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .dated import Dated

AREA_TAKEN = _("This area already has a Member then. End that term first.")
SEAT_TAKEN = _("This Member already has a seat then. End that term first.")
IN_A_GROUP = _("This Member is already in a group then. End that first.")
IN_AN_OFFICE = _("Another office already works for this Member then. End that first.")

OFFER_LASTS = timedelta(days=7)  # as long as the link of an invitation
ASK_LASTS = timedelta(hours=24)
MOST_HOURS = 24


class Group(models.Model):
    """A party group."""

    held_for = "elected"
    personal_data = {"none": "slug name"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Member(models.Model):
    """An elected Member. Seat and group are dated rows beside it, because both change."""

    held_for = "elected"
    personal_data = {"staff": "slug name"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Term(Dated):
    """A Member's time in a seat: one area, or the whole body's area when `area` is empty."""

    held_for = "elected"

    one_a_day = {"area": AREA_TAKEN, "member": SEAT_TAKEN}

    member = models.ForeignKey(Member, models.PROTECT, related_name="terms")
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="terms")

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(ends_on=None, area__isnull=False),
                name="term_one_open_for_an_area",
                violation_error_message=AREA_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="term_one_open_for_a_member",
                violation_error_message=SEAT_TAKEN,
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.area or 'all areas'} from {self.starts_on}"


class GroupMembership(Dated):
    """A Member's time in a party group."""

    held_for = "elected"

    one_a_day = {"member": IN_A_GROUP}

    member = models.ForeignKey(Member, models.PROTECT, related_name="group_memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="group_memberships")

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="group_one_open_for_a_member",
                violation_error_message=IN_A_GROUP,
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.group} from {self.starts_on}"


class Office(models.Model):
    """The people who work for one or more Members of one group: the unit of the wall."""

    held_for = "elected"
    personal_data = {"none": "slug name phone hours"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="offices")
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class OfficeMember(Dated):
    """That an office works for a Member, from a day until a day."""

    held_for = "elected"

    one_a_day = {"member": IN_AN_OFFICE}

    office = models.ForeignKey(Office, models.PROTECT, related_name="office_members")
    member = models.ForeignKey(Member, models.PROTECT, related_name="office_members")

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="office_one_open_for_a_member",
                violation_error_message=IN_AN_OFFICE,
            ),
        ]

    def __str__(self):
        return f"{self.office} for {self.member}"


class MembershipQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Held now: begun, accepted, not ended, and the person can still sign in.

        Of an administrator only what has an end counts: emergency access.
        """
        now = timezone.now()
        held = self.filter(started_at__lte=now, accepted_at__isnull=False, user__is_active=True)
        held = held.filter(Q(user__is_administrator=False) | Q(ended_at__isnull=False))
        return held.filter(Q(ended_at=None) | Q(ended_at__gt=now))

    def pending(self) -> Self:
        """Offered within the last days, and neither accepted nor ended: it opens nothing yet."""
        since = timezone.now() - OFFER_LASTS
        return self.filter(accepted_at=None, ended_at=None, started_at__gt=since, user__is_active=True)

    def lapsed(self) -> Self:
        """Offered so long ago that nobody can accept it any more."""
        return self.filter(accepted_at=None, ended_at=None, started_at__lte=timezone.now() - OFFER_LASTS)

    def offices_of(self, user: Any) -> models.QuerySet["Membership", Any]:
        """The keys of the offices where `user` works now, as a subquery."""
        return self.active().filter(user=user.pk).values("office")


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


class OfficePaperQuerySet(models.QuerySet):
    """What an office has in writing about who may see its cases."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Membership.objects.offices_of(user))


class TurnedAwayQuerySet(OfficePaperQuerySet):
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
    office = models.ForeignKey(Office, models.PROTECT, related_name="turned_away")
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


class EmergencyAccessQuerySet(OfficePaperQuerySet):
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
    office = models.ForeignKey(Office, models.PROTECT, related_name="emergencies")
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
