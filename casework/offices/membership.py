"""Offices, and who works in them."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .practice import OfThisRequest, Practices

MOST_UNDO_MINUTES = 5


class Office(models.Model):
    """The people who work for one or more Members of one group: the unit of the wall."""

    held_for = "elected"
    personal_data = {"none": "slug name phone hours post signature undo_minutes sign_off"}

    class SignOffBy(models.TextChoices):
        """Who reads a reply before it goes."""

        NO_ONE = "", _("No one: replies go at once")
        MANAGERS = "managers", _("Any manager or the Member")
        NAMED = "named", _("The people named")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    group = models.ForeignKey("offices.Group", models.PROTECT, related_name="offices")
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    hours = models.CharField(_("hours of the phone"), max_length=120, blank=True)
    post = models.TextField(_("postal address"), max_length=300, blank=True)
    signature = models.TextField(_("signature"), max_length=300, blank=True)
    undo_minutes = models.PositiveSmallIntegerField(_("minutes to undo a reply"), default=0)
    sign_off = models.CharField(_("sign-off of replies"), max_length=8, choices=SignOffBy, blank=True)
    # A practice office belongs to one person for good. It was last used then; None once it is empty.
    practice_of = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    practised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfThisRequest()
    practices = Practices()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="office_has_a_name_of_its_own",
                fields=["name"],
                condition=Q(practice_of=None),  # a person sees no practice office but their own
                violation_error_message=_("Another office has this name already."),
            ),
            models.CheckConstraint(
                name="office_practised_in_is_a_practice_office",
                condition=Q(practised_at=None) | Q(practice_of__isnull=False),
                violation_error_message=_("Only a practice office is practised in."),
            ),
            models.CheckConstraint(
                name="office_undo_takes_minutes",
                condition=Q(undo_minutes__lte=MOST_UNDO_MINUTES),
                violation_error_message=_("Choose from 0 to 5 minutes."),
            ),
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def held(self, at: datetime | None = None) -> Self:
        """Return memberships that began and have not ended, whether or not the person can sign in."""
        now = at or timezone.now()
        begun = self.filter(started_at__lte=now)
        return begun.filter(Q(ended_at=None) | Q(ended_at__gt=now))

    def active(self, at: datetime | None = None) -> Self:
        """Return memberships in force of people who can sign in. For administrators only those with an end: emergency
        access.
        """
        counts = Q(user__is_administrator=False) | Q(ended_at__isnull=False)
        return self.held(at).filter(counts, user__is_active=True)


class MembershipManager(models.Manager):
    """Manager of memberships in the offices of this request. A subquery, so that updates compare the row itself."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(office__in=Office.objects.order_by().values("pk"))


class Membership(models.Model):
    """A user's dated role in an office. It begins when the person accepts an invitation."""

    held_for = "team"
    personal_data = {"staff": "role signs_replies"}
    unwalled = "who works where: every page asks it before any scope is open"

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
    # Counts where the office names the people who sign replies off.
    signs_replies = models.BooleanField(default=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipManager.from_queryset(MembershipQuerySet)()

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
