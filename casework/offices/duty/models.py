"""Who looks at urgent alerts: the office's duty person and their cover, a dated rota, and absences."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.offices.dated import Dated, DatedQuerySet
from casework.offices.visibility import TenantQuerySet

FEWEST_MINUTES, MOST_MINUTES = 5, 24 * 60
ON_DUTY = _("Someone is on duty on one of these days already. Take that away first.")


def _person(**more):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


def _refuse_own_cover(duty):
    if duty.cover_id is not None and duty.cover_id == duty.person_id:
        raise ValidationError({"cover": _("Choose someone else as the cover")})


class OnDuty(models.Model):
    """A person and a cover who are named to be on duty, and when each accepted. Until then alerts pass them over."""

    person_accepted_at = models.DateTimeField(null=True, blank=True)
    cover_accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def place_of(self, user):
        """Return where this user is named: "person", "cover" or ""."""
        named = {self.person_id: "person", self.cover_id: "cover"}
        return named.get(user.pk, "")

    def has_accepted(self, place):
        return getattr(self, f"{place}_accepted_at") is not None

    def accepted_id(self, place):
        """Return the key of who is on duty in this place, or None if nobody is named or has accepted."""
        return getattr(self, f"{place}_id") if self.has_accepted(place) else None


class DatedTenantQuerySet(DatedQuerySet, TenantQuerySet):
    pass


class Duty(OnDuty):
    """The person on duty in an office when the rota names no one, and how long an alert may stay unread."""

    held_for = "team"
    personal_data = {"none": "minutes"}

    office = models.OneToOneField("offices.Office", models.PROTECT, related_name="duty")
    person = _person(null=True, blank=True)
    cover = _person(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duty_waits_minutes_not_days",
                condition=Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
                violation_error_message=_("Enter a number of minutes from 5 to 1440."),
            ),
        ]

    def __str__(self):
        return f"{self.office_id}: {self.person}, then {self.cover}"

    def clean(self):
        super().clean()
        _refuse_own_cover(self)


class Days:
    """Names the last of some whole days, which are stored as the first and the day after the last."""

    ends_on: date

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class DutyPeriod(Days, OnDuty, Dated):
    """A person's days on duty, with a cover."""

    held_for = "team"

    one_a_day = {"office": ON_DUTY}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    person = _person()
    cover = _person(null=True, blank=True)
    ends_on = models.DateField()

    objects = DatedTenantQuerySet.as_manager()

    class Meta:
        constraints = list(Dated.Meta.constraints)

    def __str__(self):
        return f"{self.person} from {self.starts_on}"

    def clean(self):
        super().clean()
        _refuse_own_cover(self)


class Away(Days, Dated):
    """Days on which a person is away: alerts skip them, and the cover, or the managers, look after their cases."""

    held_for = "team"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    person = _person()
    cover = _person(null=True, blank=True)
    ends_on = models.DateField()

    objects = DatedTenantQuerySet.as_manager()

    class Meta:
        constraints = list(Dated.Meta.constraints)

    def __str__(self):
        return f"{self.person} away from {self.starts_on}"

    def clean(self):
        super().clean()
        _refuse_own_cover(self)
