"""Who answers for what cannot wait: the office's duty person with a cover, a dated rota, and who is away."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dated import Dated, DatedQuerySet
from .wall import TenantQuerySet

FEWEST_MINUTES, MOST_MINUTES = 5, 24 * 60
ON_DUTY = _("Somebody is on duty on one of these days already. Take that away first.")


def _person(**more):
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


class DatedTenantQuerySet(DatedQuerySet, TenantQuerySet):
    pass


class Duty(models.Model):
    """Who is on duty in an office when the rota names nobody, and how long an alert may stay unread."""

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


class DutyTurn(Dated):
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
        if self.cover_id is not None and self.cover_id == self.person_id:
            raise ValidationError(_("Choose somebody else as the cover."))


class Away(Dated):
    """Days on which a person of the office is not there: no alert waits for them."""

    held_for = "team"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    person = _person()
    ends_on = models.DateField()

    objects = DatedTenantQuerySet.as_manager()

    class Meta:
        constraints = list(Dated.Meta.constraints)

    def __str__(self):
        return f"{self.person} away from {self.starts_on}"
