"""The elected body as dated facts: groups, Members, seats and terms; offices and who works in them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def within_dates(on=None, prefix=""):
    """The condition that a dated row (`starts_on`, `ends_on` exclusive) is in force on a day."""
    on = on or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": on})
    )


class Group(models.Model):
    """A party group."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Member(models.Model):
    """An elected Member. Seat and group are dated rows beside it, because both change."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Term(models.Model):
    """A Member's time in a seat: one area, or the whole body's area when `area` is empty."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="terms")
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("A term must end after it starts."),
            ),
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(ends_on=None, area__isnull=False),
                name="term_one_open_for_an_area",
                violation_error_message=_("This area already has a Member. End that term first."),
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="term_one_open_for_a_member",
                violation_error_message=_("This Member already has a seat. End that term first."),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.area or 'all areas'} from {self.starts_on}"


class GroupMembership(models.Model):
    """A Member's time in a party group."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="group_memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="group_memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="group_one_open_for_a_member",
                violation_error_message=_("This Member is already in a group. End that first."),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.group} from {self.starts_on}"


class Office(models.Model):
    """The people who work for one or more Members of one group: the unit of the wall."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="offices")
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class OfficeMember(models.Model):
    """That an office works for a Member, from a day until a day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="office_members")
    member = models.ForeignKey(Member, models.PROTECT, related_name="office_members")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ends_on=None),
                name="office_one_open_for_a_member",
                violation_error_message=_("Another office already works for this Member. End that first."),
            ),
        ]

    def __str__(self):
        return f"{self.office} for {self.member}"


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Held now: begun, not ended, and the person can still sign in."""
        now = timezone.now()
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=now), started_at__lte=now, user__is_active=True)


class Membership(models.Model):
    """A user's dated role in an office."""

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
