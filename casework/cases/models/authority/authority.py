"""Permission to speak for somebody else: who, for whom, what, from when until when, how it was proved, when it ended.

A case that somebody raised for another person names the authority under which its writer stands (`Case.authority`).
Until that person agrees, the writer reads only what they wrote themself and fixed messages that say nothing.
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.files.models import StoredFile
from casework.offices.visibility import TenantQuerySet, permitted


class Relation(models.TextChoices):
    """The relation of the writer to the person they write for."""

    FAMILY = "family", _("Family")
    FRIEND = "friend", _("Friend or neighbour")
    CARER = "carer", _("Carer")
    ADVISER = "adviser", _("Adviser, support worker or lawyer")
    OTHER = "other", _("Something else")


class Knows(models.TextChoices):
    """Whether the person knows of the case, by the word of the writer."""

    AGREES = "agrees", _("They know and agree")
    KNOWS = "knows", _("They know. No one asked if they agree")
    NO = "no", _("They do not know")


class What(models.TextChoices):
    READ = "read", _("Read this case")
    WRITE = "write", _("Read this case and write on it for them")
    ALL = "all", _("Do everything on this case that they could do")


class Proof(models.TextChoices):
    LINK = "link", _("By a link to an address that we checked")
    PAPER = "paper", _("By a signed letter")


class Checked(models.TextChoices):
    """How the office checked that an address belongs to the person."""

    KNOWN = "known", _("We know it from earlier, from the person")
    PHONE = "phone", _("We called a number that we found ourselves")
    MET = "met", _("We met the person")
    OTHER_BODY = "other-body", _("A council, a hospital or the like told us")


def somebody():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )


class AuthorityQuerySet(TenantQuerySet):
    def in_force(self) -> Self:
        return self.filter(permitted("", at=timezone.now()))

    def ending_before(self, moment: datetime) -> Self:
        return self.in_force().filter(until__lte=moment)


class Authority(models.Model):
    """What one person says of another, and what that other agreed to. Nothing is released before `confirmed_at`."""

    held_for = "casework"
    personal_data = {
        "special": "why",
        "contact": "email_typed phone_typed post_typed link_to",
        "identity": "signed_name",
        "told": "relation knows unsafe what proof checked signed_on",
        "security": "link_hash",
    }
    carried = {
        "always": "relation knows unsafe",
        "other_person": "why email_typed phone_typed post_typed",
        "never": "uuid office case representative person asked_at what until link_to checked checked_by link_hash "
        "link_until confirmed_at proof recorded_by signed_on signed_name refused_at revoked_at revoked_by reminded_at",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="authorities")
    representative = models.ForeignKey("constituents.Constituent", models.PROTECT, related_name="+")
    person = models.ForeignKey("constituents.Constituent", models.PROTECT, related_name="+")
    # As the writer told it. Nothing is ever sent to what stands here.
    relation = models.CharField(max_length=8, choices=Relation)
    why = models.TextField(max_length=1000)
    knows = models.CharField(max_length=8, choices=Knows)
    email_typed = models.CharField(max_length=254, blank=True)
    phone_typed = models.CharField(max_length=30, blank=True)
    post_typed = models.TextField(max_length=400, blank=True)
    unsafe = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    # What the person is asked to agree to.
    what = models.CharField(_("what"), max_length=5, choices=What, default=What.WRITE)
    until = models.DateTimeField(null=True, blank=True)
    # The link: to an address that the office checked. Only its hash is kept.
    link_to = models.CharField(max_length=254, blank=True)
    checked = models.CharField(max_length=10, choices=Checked, blank=True)
    checked_by = somebody()
    link_hash = models.CharField(max_length=64, blank=True, editable=False)
    link_until = models.DateTimeField(null=True, blank=True)
    # The answer, and how it was given.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=5, choices=Proof, blank=True)
    recorded_by = somebody()
    signed_on = models.DateField(null=True, blank=True)
    signed_name = models.CharField(max_length=150, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = somebody()  # nobody: the person themself, by the link
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                name="authority_confirmed_in_some_way_until_some_day",
                condition=Q(confirmed_at=None, proof="")
                | (Q(confirmed_at__isnull=False, until__gt=F("confirmed_at")) & ~Q(proof="")),
                violation_error_message=_("Say how the person agreed, and until when."),
            ),
            models.CheckConstraint(
                name="authority_on_paper_names_who_signed_and_when",
                condition=~Q(proof="paper") | (Q(signed_on__isnull=False) & ~Q(signed_name="")),
                violation_error_message=_("Record the name and the date on the letter."),
            ),
            models.CheckConstraint(
                name="authority_link_goes_to_a_checked_address",
                condition=Q(link_hash="") | (~Q(link_to="") & ~Q(checked="") & Q(link_until__isnull=False)),
                violation_error_message=_("A link goes only to an address that was checked."),
            ),
            models.UniqueConstraint(
                fields=["link_hash"],
                condition=~Q(link_hash=""),
                name="authority_link_once",
                violation_error_message=_("Send the link again."),
            ),
            models.CheckConstraint(
                name="authority_answered_once",
                condition=Q(refused_at=None) | Q(confirmed_at=None),
                violation_error_message=_("A permission is given or refused, not both."),
            ),
            models.CheckConstraint(
                name="authority_revoked_after_it_was_given",
                condition=Q(revoked_at=None) | Q(confirmed_at__isnull=False),
                violation_error_message=_("Only a permission that was given can be taken back."),
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(revoked_at=None), name="authority_by_end")]

    def __str__(self):
        return f"{self.case_id} authority {self.uuid}"

    @property
    def in_force(self):
        return bool(self.confirmed_at and self.revoked_at is None and self.until > timezone.now())

    @property
    def is_over(self):
        """Refused, taken back or past its last day: only a fresh ask helps."""
        return bool(self.refused_at or (self.confirmed_at and not self.in_force))

    @property
    def last_day(self):
        """Return the last day; `until` is the first moment after it."""
        return timezone.localdate(self.until - timedelta(microseconds=1))

    @property
    def may_write(self):
        return self.what in {What.WRITE, What.ALL}


class AuthorityPaper(StoredFile):
    """The scan of a signed letter, readable only by the office."""

    held_for = "casework"
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="scans")

    objects = TenantQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]
