"""Locking accounts: by a person with a reason, or by the service after long disuse.

A locked account cannot sign in, and its sessions end with their next request. Memberships and cases are unchanged.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccountLock, User
from accounts.services import send_recovery_link
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.membership import Membership, Office
from casework.offices.services import LastManager, administrators, lock_user, managers_of, tell_managers
from casework.outbox.services import tell
from casework.wall.scope import ALL, scoped

from .grants import LastAdministrator
from .mail import tell_person

UNUSED_DAYS = 60
WARNED_DAYS_BEFORE = 7
LASTS = timedelta(days=UNUSED_DAYS)
NOTICE = timedelta(days=WARNED_DAYS_BEFORE)


class NotLocked(ValueError):
    """The account is not locked, perhaps because someone else has just unlocked it."""


def lock_unused() -> None:
    """Warn and then lock accounts that were not used for long. It may run at any time, on several nodes."""
    now = timezone.now()
    for user in _to_be_warned(now):
        _warn(user, now)
    for user in _to_be_locked(now):
        _lock_unused(user, now)


def _unused_since(moment: datetime) -> models.QuerySet[User]:
    """Return staff who can sign in and have neither done so nor been unlocked since then."""
    begun = Coalesce("lock__unlocked_at", "joined_at")
    last_used = Greatest(Coalesce("last_login", "joined_at"), begun)
    staff = User.objects.filter(kind=User.Kind.STAFF, is_active=True).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return staff.annotate(last_used=last_used).filter(last_used__lte=moment)


def _to_be_warned(now: datetime) -> models.QuerySet[User]:
    unheard = Q(lock__warned_at=None) | Q(lock__warned_at__lt=F("last_used"))
    return _unused_since(now - LASTS + NOTICE).filter(unheard)


def _to_be_locked(now: datetime) -> models.QuerySet[User]:
    heard = Q(lock__warned_at__gte=F("last_used"), lock__warned_at__lte=now - NOTICE)
    return _unused_since(now - LASTS).filter(heard)


@transaction.atomic
def _warn(user: User, now: datetime) -> None:
    AccountLock.objects.get_or_create(user=user)
    still = _to_be_warned(now).filter(pk=user.pk).values("pk")
    if AccountLock.objects.filter(user__in=still).update(warned_at=now):
        tell(
            [user.email],
            subject=_("Sign in soon, or your account is locked"),
            template="unused_soon",
            facts={"days": WARNED_DAYS_BEFORE},
            purpose="account.locked",
        )


@transaction.atomic
def _lock_unused(user: User, now: datetime) -> None:
    user = lock_user(user)
    if user.is_administrator and not administrators().exclude(pk=user.pk).exists():
        return  # no one could unlock them
    if _to_be_locked(now).filter(pk=user.pk).exists():
        _lock(user, by=None, reason="")


@transaction.atomic
def lock_account(*, user: User, reason: str, by: User) -> bool:
    """Lock an account at once, and tell its owner and their offices. Return False if it is locked already.

    Raise LastManager or LastAdministrator if no one with that role would be left.
    """
    user = lock_user(user)
    if not user.is_active:
        return False
    if user.is_administrator and not administrators().exclude(pk=user.pk).exists():
        raise LastAdministrator
    if any(managers_of(office) == [user] for office in offices_held_by(user)):
        raise LastManager
    _lock(user, by=by, reason=reason)
    return True


def _lock(user: User, *, by: User | None, reason: str) -> None:
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(is_active=False)
    AccountLock.objects.update_or_create(
        user=user, defaults={"locked_at": now, "locked_by": by, "reason": reason}
    )
    offices = offices_held_by(user)
    for office in offices or (None,):
        record(Verb.ACCOUNT_LOCKED, by=by, office=office and office.pk, reason=reason, person=user.pk)
    facts = {"name": user, "email": user.email, "by": by, "days": UNUSED_DAYS}
    if by is None:
        why = _("No one had signed in with it for %(days)d days.")
        change = _("The account of %(name)s (%(email)s) is locked. They had not signed in for %(days)d days.")
    else:
        why = _("%(by)s locked it. Ask them for the reason.")
        change = _("%(by)s locked the account of %(name)s (%(email)s). The reason is in the log.")
    tell_person(user.email, _("Your account is locked.") + " " + why % facts + " " + _whom_to_ask())
    for office in offices:
        _tell_office(office, change % facts)


def _whom_to_ask() -> str:
    return _("A manager of your office can unlock it. If you do not work in an office, ask an administrator.")


def _tell_office(office: Office, change: str) -> None:
    """Tell the office's managers, or the administrators if no manager can sign in any more."""
    if managers := managers_of(office):
        tell_managers(office, managers, change)
        return
    tell(
        [each.email for each in administrators()],
        subject=_("An office has no manager who can sign in"),
        template="no_manager_left",
        facts={"office": office.name},
        purpose="account.locked",
    )


def locked_memberships() -> models.QuerySet[Membership]:
    """Return memberships of locked accounts. They grant nothing until the account is unlocked."""
    return Membership.objects.held().filter(user__is_active=False, user__lock__locked_at__isnull=False)


def offices_held_by(user: User) -> list[Office]:
    """Return the offices where this person works, whether or not they can sign in."""
    held = Membership.objects.held().filter(user=user)
    return list(Office.objects.filter(pk__in=held.values("office")))


def answerable_office(user: User) -> Office | None:
    """Return the office whose managers may lock or unlock this person: their only one, with a manager.

    One office must not decide about someone who also works for another, nor about what an administrator locked. Where
    no office may, administrators do.
    """
    lock = AccountLock.objects.filter(user=user, locked_at__isnull=False).select_related("locked_by").first()
    if lock and lock.locked_by and lock.locked_by.is_administrator:
        return None
    offices = offices_held_by(user)
    return offices[0] if len(offices) == 1 and managers_of(offices[0]) else None


def locked_people() -> models.QuerySet[User]:
    return User.objects.filter(is_active=False, closed_at=None, lock__locked_at__isnull=False).order_by(
        "name", "pk"
    )


@transaction.atomic
def unlock(*, user: User, by: User) -> None:
    """Let the owner unlock the account by a link, with a new password and second factor.

    Earlier credentials end, because someone may have found them in the meantime. Raise NotLocked.
    """
    with scoped(ALL):
        lifted = AccountLock.objects.filter(user=user, locked_at__isnull=False, user__is_active=False)
        if not lifted.filter(user__closed_at=None).update(
            locked_at=None, locked_by=None, reason="", warned_at=None, unlocked_at=timezone.now()
        ):
            raise NotLocked
        User.objects.filter(pk=user.pk).update(is_active=True)
        user.is_active = True
        Authenticator.objects.filter(user=user).delete()
        offices = offices_held_by(user)
        for office in offices or (None,):
            record(Verb.ACCOUNT_UNLOCKED, by=by, office=office and office.pk, person=user.pk)
        send_recovery_link(user=user, by=by)
        facts = {"by": by, "name": user, "email": user.email}
        for office in offices:
            _tell_office(office, _("%(by)s unlocked the account of %(name)s (%(email)s).") % facts)
