"""Constituents as one office knows them. The same person at two offices has two unrelated records."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from body.languages import language_named, name_in_english
from casework.offices.visibility import Paths, TenantQuerySet

from .alert_choice import AlertChoice, AlertWay

__all__ = ["AlertChoice", "AlertWay", "Constituent", "ContactPoint"]


class Constituent(models.Model):
    """A person who wrote to an office."""

    held_for = "casework"
    personal_data = {"identity": "name", "told": "language language_code", "special": "format"}
    carried = {
        "always": "name account linked_at",
        "needs": "language language_code format",
        "never": "uuid office known_since",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="constituents")
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    # Which of our languages they used to write to us; "" if they did not write here.
    language_code = models.CharField(max_length=10, blank=True, default="", db_default="")
    format = models.CharField(_("format"), max_length=200, blank=True)
    known_since = models.DateTimeField(default=timezone.now)
    # The owner of the record in the portal. A record without a sign-in is linked to the account that proves its
    # address. Its other contact points were proved by nobody, so no further case is ever added to such a record.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="constituents"
    )
    linked_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()
    wall = Paths(constituent="", share="cases__shares")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="constituent_linked_to_an_account",
                condition=Q(linked_at=None) | Q(account__isnull=False),
                violation_error_message=_("Record whose account this is linked to."),
            ),
        ]
        indexes = [models.Index(fields=["account"], name="constituent_by_account")]

    def __str__(self):
        return self.name or str(_("Name not given"))

    @property
    def reads(self) -> str:
        """Return the language they read, as staff know it: what they asked for, or else the one they used here."""
        return self.language or name_in_english(self.language_code)

    @property
    def mail_language(self) -> str:
        """Return the code of the language of automatic mail: one of ours that they asked for, or the one they used."""
        asked = language_named(self.language)
        return asked if asked not in {"", settings.LANGUAGE_CODE} else self.language_code


class ContactPointQuerySet(TenantQuerySet):
    def unanswered(self) -> Self:
        """Return safe email addresses of which nobody has proved, confirmed or denied that they are the person's."""
        email = {"kind": ContactPoint.Kind.EMAIL, "safe": True}
        return self.filter(proved_at=None, confirmed_at=None, disowned_at=None, **email)


class ContactPoint(models.Model):
    """One way to reach a constituent. It is proved if the signed-in person showed that it is theirs.

    The first email to an address that nobody proved asks "Did you contact us?" by a link that `question` names.
    `confirmed_at`: someone there said yes, so alerts go there. `disowned_at`: no, so nothing goes there.
    """

    held_for = "casework"
    personal_data = {"contact": "kind value", "told": "safe"}
    carried = {
        "always": "kind value safe proved_by proved_at confirmed_at disowned_at",
        "never": "office constituent question",
    }

    class Kind(models.TextChoices):
        EMAIL = "email", _("Email")
        PHONE = "phone", _("Phone")
        POST = "post", _("Postal address")

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    constituent = models.ForeignKey(Constituent, models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.CharField(max_length=500)
    safe = models.BooleanField(default=True)
    proved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="contact_points"
    )
    proved_at = models.DateTimeField(null=True, blank=True)
    question = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    disowned_at = models.DateTimeField(null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()
    wall = Paths(constituent="constituent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["constituent", "kind", "value"], name="contact_point_once"),
            models.CheckConstraint(
                name="contact_point_proved_by_and_when",
                condition=Q(proved_by=None, proved_at=None)
                | Q(proved_by__isnull=False, proved_at__isnull=False),
                violation_error_message=_("Record who proved this contact point and when, or neither."),
            ),
            models.CheckConstraint(
                name="contact_point_disowned_is_nobodys",
                condition=Q(disowned_at=None) | Q(proved_at=None, confirmed_at=None),
                violation_error_message=_(
                    "An address that is someone else's is neither proved nor confirmed."
                ),
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="contact_point_by_value")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"

    @property
    def heard_at(self):
        """Return when the person showed or said that this is theirs, so that alerts may go here; None if never."""
        return self.proved_at or self.confirmed_at if self.safe else None
