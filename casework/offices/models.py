"""The elected body as dated facts: groups, Members, seats and terms; and which office works for whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .access.models import MOST_HOURS, EmergencyAccess, Invitation
from .dated import Dated
from .duty.models import Away, Duty, DutyPeriod
from .membership import Membership, Office
from .notices import NoticeVersion
from .practice import OfThisRequest

__all__ = [
    "MOST_HOURS",
    "Away",
    "Duty",
    "DutyPeriod",
    "EmergencyAccess",
    "Group",
    "GroupMembership",
    "Invitation",
    "Member",
    "Membership",
    "NoticeVersion",
    "Office",
    "OfficeMember",
    "Term",
]

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
    # Someone made up, for whom the practice office of one person works.
    practice_of = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = OfThisRequest()

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


class OfficeMember(Dated):
    """That an office works for a Member, from a day until a day."""

    held_for = "elected"
    unwalled = "which office works for whom, in public"

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
