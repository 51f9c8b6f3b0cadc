"""Base classes of dated rows, of which only one may be in force at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> Self:
        """Return the rows in force on a day, by default today. A row is not in force on the day it ends."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def latest_last(self) -> Self:
        """Return rows in the order in which readers pick: of two in force, the one that began last counts."""
        return self.order_by("starts_on", "pk")

    def by_member(self, members: Iterable[int], *, on: date | None = None) -> dict[int, models.Model]:
        """Return a dict from each Member's key to the row in force on a day. Members without one are left out."""
        rows = self.in_force(on).filter(member__in=members).latest_last()
        return {row.member_id: row for row in rows}


class Dated(models.Model):
    """A row in force from `starts_on` until the day before `ends_on`, or for good."""

    personal_data = {"staff": "starts_on ends_on"}

    # Fields of which each value has one row a day, with what to say of a second.
    one_a_day: dict[str, str] = {}

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("Enter an end that is after the start."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_on is None:  # the field has said so
            return
        for field, sentence in self.one_a_day.items():
            value = getattr(self, f"{field}_id")
            if value is not None and self._overlapping().filter(**{field: value}).exists():
                raise ValidationError(sentence, code="overlaps")

    def _overlapping(self) -> models.QuerySet:
        """Return other rows that share a day with this one. Two rows without an end are left to the constraints."""
        others = type(self)._default_manager.exclude(pk=self.pk)
        if self.ends_on is None:
            return others.filter(ends_on__gt=self.starts_on)
        return others.filter(Q(ends_on=None) | Q(ends_on__gt=self.starts_on), starts_on__lt=self.ends_on)
