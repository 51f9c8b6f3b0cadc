"""Saved views of the queue: filters and an order under a name, of one person or of a whole office."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class SavedViewQuerySet(TenantQuerySet):
    def for_person(self, user):
        """Those of this person's offices that are their own or everybody's, by name."""
        mine = Q(owner=user.pk) | Q(owner=None)
        return self.in_offices_of(user).filter(mine).order_by("name", "pk")


class SavedView(models.Model):
    """A list under a name. `query` is that of its address. Without an `owner` it is the whole office's."""

    held_for = "casework"
    personal_data = {"staff": "name query"}
    carried: dict[str, str] = {}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "owner", "name"], name="saved_view_once_a_person"),
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(owner=None), name="saved_view_once_an_office"
            ),
        ]

    def __str__(self):
        return self.name
