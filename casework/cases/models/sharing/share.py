"""Shares, which let another office read a case until a day."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import Paths, in_force

from .offer import Offer, OfferQuerySet


class ShareQuerySet(OfferQuerySet):
    def unended(self) -> Self:
        """Return offers and shares that are neither ended nor past their last day."""
        return self.filter(ended_at=None, until__gt=timezone.now())

    def in_force(self) -> Self:
        """Return accepted shares under which the guest office may read now."""
        return self.filter(**in_force(at=timezone.now()))


class Share(Offer):
    """Another office may read a case until a day; notes and files only where they were opened in this share."""

    held_for = "casework"
    carried: dict[str, str] = {}

    until = models.DateTimeField()

    objects = ShareQuerySet.as_manager()
    wall = Paths(case="case", receiver="to_office", told={"accepted_at__isnull": False})

    class Meta(Offer.Meta):
        constraints = [
            *Offer.Meta.constraints,
            models.CheckConstraint(
                name="share_lasts_a_while",
                condition=Q(until__gt=F("offered_at")),
                violation_error_message=_("The last day cannot be before the offer."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None),
                name="share_one_at_a_time",
                violation_error_message=_("This case is shared already. Stop that first."),
            ),
        ]
        indexes = [
            models.Index(fields=["to_office"], condition=Q(ended_at=None), name="share_by_receiver"),
        ]

    @property
    def last_day(self):
        """Return the last day; `until` is the first moment after it."""
        return timezone.localdate(self.until - timedelta(microseconds=1))
