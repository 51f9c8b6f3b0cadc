"""Staff accounts that nobody uses: their owner is warned, then they are suspended until somebody answers for them.

An account left lying is a way in that nobody watches. Suspended means: no sign-in, and every session ends with its
next click. Memberships and cases stay as they are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Disuse, User
from accounts.services import invite_again
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import tell
from casework.scope import ALL, scoped

from .models import Membership, Office
from .services import administrators, managers_of

UNUSED_DAYS = 60
WARNED_DAYS_BEFORE = 7
LASTS = timedelta(days=UNUSED_DAYS)
NOTICE = timedelta(days=WARNED_DAYS_BEFORE)


class NotSuspended(ValueError):
    """The account is not suspended: somebody else let the person in a moment ago."""


def _unused_since(moment: datetime) -> models.QuerySet[User]:
    """Staff who can sign in and have not done so since then, nor been let back in."""
    begun = Coalesce("disuse__let_back_in_at", "joined_at")
    last_used = Greatest(Coalesce("last_login", "joined_at"), begun)
    staff = User.objects.filter(kind=User.Kind.STAFF, is_active=True).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return staff.annotate(last_used=last_used).filter(last_used__lte=moment)


def to_be_warned(now: datetime) -> models.QuerySet[User]:
    """Whose account is suspended in a week, and who has not heard of it since they last used it."""
    unheard = Q(disuse__warned_at=None) | Q(disuse__warned_at__lt=F("last_used"))
    return _unused_since(now - LASTS + NOTICE).filter(unheard)


def to_be_suspended(now: datetime) -> models.QuerySet[User]:
    """Unused for long enough, and warned at least a week ago."""
    heard = Q(disuse__warned_at__gte=F("last_used"), disuse__warned_at__lte=now - NOTICE)
    return _unused_since(now - LASTS).filter(heard)


def suspend_unused() -> None:
    """Warn and suspend whoever is due. May run at any time, on several nodes at once."""
    now = timezone.now()
    for user in to_be_warned(now):
        _warn(user, now)
    for user in to_be_suspended(now):
        _suspend(user, now)


@transaction.atomic
def _warn(user: User, now: datetime) -> None:
    Disuse.objects.get_or_create(user=user)
    still = to_be_warned(now).filter(pk=user.pk).values("pk")
    if Disuse.objects.filter(user__in=still).update(warned_at=now):
        facts = {"days": WARNED_DAYS_BEFORE, "link": settings.BASE_URL + reverse("backoffice:home")}
        _tell([user], _("Sign in soon, or your account is suspended"), "unused_soon", facts)


@transaction.atomic
def _suspend(user: User, now: datetime) -> None:
    if user.is_administrator and not administrators().exclude(pk=user.pk).exists():
        return  # nobody could let them back in
    still = to_be_suspended(now).filter(pk=user.pk).values("pk")
    if not User.objects.filter(pk__in=still).update(is_active=False):
        return
    Disuse.objects.filter(user=user).update(suspended_at=now)
    offices = offices_held_by(user)
    for office in offices or (None,):
        record(Verb.ACCOUNT_SUSPENDED, by=None, office=office and office.pk, person=user.pk)
    _tell([user], _("Your account is suspended"), "unused_over", {"days": UNUSED_DAYS})
    for office in offices:
        _tell_office(
            office,
            _("The account of %(name)s (%(email)s) is suspended. They had not signed in for %(days)d days.")
            % {"name": user, "email": user.email, "days": UNUSED_DAYS},
        )


def _tell_office(office: Office, change: str) -> None:
    """The office's managers; if none of them can sign in any more, the administrators hear that instead."""
    if managers := managers_of(office):
        facts = {"office": office.name, "change": change}
        _tell(managers, _("The team of your office has changed"), "team_changed", facts, office=office)
        return
    facts = {"office": office.name, "link": settings.BASE_URL + reverse("backoffice:administration")}
    _tell(administrators(), _("An office has no manager who can sign in"), "no_manager_left", facts)


def _tell(
    people: Iterable[User],
    subject: str,
    template: str,
    facts: dict[str, object],
    *,
    office: Office | None = None,
) -> None:
    tell(
        [person.email for person in people],
        subject=subject,
        template=template,
        facts=facts,
        office=office and office.pk,
        purpose="account.unused",
    )


def suspended_memberships() -> models.QuerySet[Membership]:
    """The work of people whose account is suspended: it waits for them, and counts for nothing until then."""
    held = Membership.objects.held()
    return held.filter(user__is_active=False, user__disuse__suspended_at__isnull=False)


def offices_held_by(user: User) -> list[Office]:
    """Where this person works, whether or not they can sign in."""
    held = Membership.objects.held().filter(user=user)
    return list(Office.objects.filter(pk__in=held.values("office")))


def answerable_office(user: User) -> Office | None:
    """The office whose managers may let this person back in: the only one where they work, if it has a manager.

    One office alone has no say over somebody who works for another too. Where no office may, administrators do.
    """
    offices = offices_held_by(user)
    return offices[0] if len(offices) == 1 and managers_of(offices[0]) else None


def suspended_people() -> models.QuerySet[User]:
    return User.objects.filter(is_active=False, disuse__suspended_at__isnull=False).order_by("name", "pk")


@transaction.atomic
def let_back_in(*, user: User, by: User) -> None:
    """Open a suspended account again, for its owner alone: by a fresh link, with a new password and second factor.

    What opened it before opens nothing any more: nobody knows who found it meanwhile. Raises NotSuspended.
    """
    with scoped(ALL):
        lifted = Disuse.objects.filter(user=user, suspended_at__isnull=False, user__is_active=False)
        if not lifted.update(suspended_at=None, warned_at=None, let_back_in_at=timezone.now()):
            raise NotSuspended
        User.objects.filter(pk=user.pk).update(is_active=True)
        user.is_active = True
        Authenticator.objects.filter(user=user).delete()
        offices = offices_held_by(user)
        for office in offices or (None,):
            record(Verb.ACCOUNT_LET_BACK_IN, by=by, office=office and office.pk, person=user.pk)
        invite_again(user=user, by=by)
        change = _("%(by)s let %(name)s (%(email)s) back in.") % {"by": by, "name": user, "email": user.email}
        for office in offices:
            _tell_office(office, change)
