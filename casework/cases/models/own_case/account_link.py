"""Codes that link a case raised without an account to its constituent's account."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet

MAILED_FOR = timedelta(minutes=30)
GIVEN_FOR = timedelta(days=28)
TRIES = 5


class AccountLinkCodeQuerySet(TenantQuerySet):
    def usable(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class AccountLinkCode(models.Model):
    """One code for one case, for one use. Only a keyed mark of it is kept.

    A mailed code is short, works for the account that asked for it alone, and counts wrong tries. One that staff give
    by phone or in a letter works for whoever has it, and is too long to guess.
    """

    held_for = "casework"
    personal_data = {"security": "mark", "none": "tries"}
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="account_link_codes")
    mark = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    mailed_to = models.ForeignKey(
        "constituents.ContactPoint", models.CASCADE, null=True, blank=True, related_name="+"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AccountLinkCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_link_code_was_mailed_to_who_asked",
                condition=Q(asked_by=None, mailed_to=None)
                | Q(asked_by__isnull=False, mailed_to__isnull=False, given_by=None),
                violation_error_message=_("A code is mailed to the person who asked, or given by staff."),
            ),
            models.CheckConstraint(
                name="account_link_code_is_tried_a_few_times",
                condition=Q(tries__lte=TRIES),
                violation_error_message=_("This code was tried too often."),
            ),
        ]

    def __str__(self):
        return f"code for {self.case_id} until {self.expires_at:%Y-%m-%d %H:%M}"
