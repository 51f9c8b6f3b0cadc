"""Transfers of cases to another office."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import Paths

from .offer import UNANSWERED, Offer


class Transfer(Offer):
    """An offer to another office: once accepted, the agreed parts are copied and the original closes."""

    held_for = "casework"
    personal_data = {"told": "parts new_reference"}
    carried: dict[str, str] = {}

    parts = models.JSONField(default=dict)
    new_reference = models.CharField(max_length=20, blank=True)

    wall = Paths(case="case", receiver="to_office", told={"accepted_at__isnull": False})

    class Meta(Offer.Meta):
        constraints = [
            *Offer.Meta.constraints,
            models.CheckConstraint(
                name="transfer_names_the_case_it_made",
                condition=Q(accepted_at=None, new_reference="")
                | (Q(accepted_at__isnull=False) & ~Q(new_reference="")),
                violation_error_message=_("A transfer names the case that it made."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=UNANSWERED,
                name="transfer_one_at_a_time",
                violation_error_message=_("This case is offered already. Take that back first."),
            ),
        ]
        indexes = [
            models.Index(fields=["to_office"], condition=UNANSWERED, name="transfer_by_receiver"),
        ]
