"""The elected body as dated facts: groups, Members, seats and terms; offices and who works in them."""

import uuid

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
    def active(self):
        """Held now: begun, accepted, not ended, and the person can still sign in."""
        now = timezone.now()
        held = self.filter(started_at__lte=now, accepted_at__isnull=False, user__is_active=True)
        return held.filter(Q(ended_at=None) | Q(ended_at__gt=now))

    def pending(self):
        """Offered, and neither accepted nor ended: it opens nothing yet."""
        return self.filter(accepted_at=None, ended_at=None, user__is_active=True)


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
