"""Wordings: templates of whole replies and standard lines, which replies are made of."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet

LONGEST = 10_000


class InUse(models.QuerySet):
    def in_use(self) -> Self:
        """Return wordings that nobody has ended; expired ones are among them until somebody does."""
        return self.filter(ended_at=None)


class OfficeWordings(InUse, TenantQuerySet):
    pass


class Wording(models.Model):
    """A text for replies, with who keeps it, when they check it again and the last day on which it is true."""

    class Kind(models.TextChoices):
        TEMPLATE = "template", _("Template: a whole reply")
        LINE = "line", _("Standard line: a part of a reply")

    held_for = "wording"
    personal_data = {"none": "kind name language format body review_on expires_on"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEMPLATE)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=40)
    format = models.CharField(_("format"), max_length=40, blank=True)
    body = models.TextField(_("text"), max_length=LONGEST)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    review_on = models.DateField(_("check again on"))
    expires_on = models.DateField(_("last day on which it is true"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["kind", "name", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def review_is_due(self) -> bool:
        return self.review_on <= timezone.localdate()


class OfficeWording(Wording):
    """A wording of one office."""

    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")

    objects = OfficeWordings.as_manager()


class SharedWording(Wording):
    """A wording for all offices, maintained by administrators. It contains no office's own data."""

    objects = InUse.as_manager()
