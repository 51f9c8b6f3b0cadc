"""What one office offers another about a case: to read it for a while, or to take it on. States are timestamps."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet, offices_of


class Agreed(models.TextChoices):
    """How the constituent said that they agree."""

    PHONE = "phone", _("By phone")
    WRITING = "writing", _("In writing")
    FORM = "form", _("On the form")
    IN_PERSON = "in-person", _("In person")


class Ending(models.TextChoices):
    """How an offer ended."""

    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Taken back")
    WITHDRAWN = "withdrawn", _("The person no longer agrees")
    PASSED = "passed", _("Its last day passed")
    HANDED_OVER = "handed-over", _("The case was passed on")


UNANSWERED = Q(accepted_at=None, ended_at=None)


def person():
    """Whoever did something; what they did outlives their account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )


class OfferQuerySet(TenantQuerySet):
    def unanswered(self) -> Self:
        return self.filter(UNANSWERED)

    def received_by(self, user: Any) -> Self:
        """Addressed to an office where `user` works."""
        return self.filter(to_office__in=offices_of(user))


class Offer(models.Model):
    """One office offers another something about a case of its own, with the constituent's recorded agreement."""

    personal_data = {"told": "purpose agreed_how agreed_on ending"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="%(class)ss")
    to_office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=200)
    agreed_how = models.CharField(max_length=9, choices=Agreed)
    agreed_on = models.DateField()
    offered_by = person()
    offered_at = models.DateTimeField(default=timezone.now)
    accepted_by = person()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_by = person()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=11, choices=Ending, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_goes_to_another_office",
                condition=~Q(office=F("to_office")),
                violation_error_message=_("Choose another office than your own."),
            ),
            models.CheckConstraint(
                name="%(class)s_ended_in_some_way",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                violation_error_message=_("What has ended says how, and nothing else does."),
            ),
            models.CheckConstraint(
                name="%(class)s_declined_was_never_accepted",
                condition=~Q(ending="declined") | Q(accepted_at=None),
                violation_error_message=_("What was accepted cannot be declined."),
            ),
            models.CheckConstraint(
                name="%(class)s_happens_in_order",
                condition=(Q(accepted_at=None) | Q(accepted_at__gte=F("offered_at")))
                & (Q(ended_at=None) | Q(accepted_at=None) | Q(ended_at__gte=F("accepted_at"))),
                violation_error_message=_("An offer is made, then accepted, then ended."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.uuid}"

    def clean(self):
        super().clean()
        if self.agreed_on is not None and self.agreed_on > timezone.localdate():
            words = _("Enter today or an earlier day. That day is still to come")
            raise ValidationError({"agreed_on": words})
