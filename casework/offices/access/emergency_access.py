"""Emergency access: for some hours an administrator reads the cases of one office, visibly to its managers.

It is an ordinary membership, read-only and with an end, so that the wall needs no second rule.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import EmergencyAccess, Membership, Office
from casework.offices.services import administrators, lock_office
from casework.offices.visibility import offices_of
from casework.wall.scope import ALL, office_scope, scoped

from .answerers import answerers, watchers
from .emergency_access_mail import tell_administrator, tell_of_ask, tell_of_opening

A_DAY = timedelta(days=1)
MOST_A_DAY = 3  # openings without approval, of one administrator


class OnlyAdministrators(PermissionError):
    """Only administrators ask for emergency access."""


class OnlyManagers(PermissionError):
    """Only a manager of the office answers; where it has none, an administrator who did not ask."""


class OneAtATime(ValueError):
    """The administrator has emergency access or an open request."""


class NoManager(ValueError):
    """The office has no manager, and there is no second administrator who could approve."""


class NoWatcher(ValueError):
    """No one outside the office would be told: there is no second administrator and no address in the settings."""


class TooOften(ValueError):
    """The administrator has reached the daily limit of openings without approval."""


def current_of(user: User) -> EmergencyAccess | None:
    """Return an administrator's open requests and open access."""
    with scoped(ALL):
        mine = EmergencyAccess.objects.filter(asked_by=user.pk).select_related("office", "membership")
        return (mine.waiting() | mine.open()).first()


def asked_by(user: User, *, most: int = 20) -> list[EmergencyAccess]:
    """Return an administrator's own requests, latest first."""
    with scoped(ALL):
        mine = EmergencyAccess.objects.filter(asked_by=user.pk)
        return list(mine.select_related("office", "membership", "answered_by").order_by("-pk")[:most])


def emergency_of(user: User) -> Membership | None:
    """Return the membership that emergency access gives this person now. It makes no query for other people."""
    if not getattr(user, "is_administrator", False):
        return None
    return Membership.objects.active().filter(user=user.pk).select_related("office").first()


def to_be_seen_by(user: User) -> list[EmergencyAccess]:
    """Return what the managers of an office must see: open requests, open access and unread reports."""
    managed = offices_of(user, roles={Membership.Role.MANAGER})
    accesses = EmergencyAccess.objects.visible_to(user).filter(office__in=managed)
    rows = accesses.not_to_be_overlooked()
    return list(rows.select_related("office", "asked_by", "membership").order_by("pk"))


@transaction.atomic
def ask_for_access(
    *, office: Office, reason: str, hours: int, by: User, reference: str = "", life_at_risk: bool = False
) -> EmergencyAccess:
    """Request read-only access to an office, or open it at once because a life is at risk.

    It is never one person's decision alone: someone else approves, or is told at once. Raise OnlyAdministrators,
    OneAtATime, NoManager, NoWatcher or TooOften.
    """
    if not administrators().select_for_update(no_key=True).filter(pk=by.pk).exists():
        raise OnlyAdministrators
    if current_of(by) is not None:
        raise OneAtATime
    lock_office(office)
    _refuse_alone(office, by=by, life_at_risk=life_at_risk)
    with scoped(office_scope(office.pk)):
        access = EmergencyAccess(
            office=office,
            asked_by=by,
            reason=reason,
            reference=reference,
            hours=hours,
            life_at_risk=life_at_risk,
        )
        access.full_clean()
        access.save()
        record(
            Verb.EMERGENCY_ASKED,
            by=by,
            office=office.pk,
            subject=str(access.uuid),
            reason=reason,
            hours=hours,
            life_at_risk=life_at_risk,
        )
        if life_at_risk:
            _open(access, by=by)
        else:
            tell_of_ask(access)
    return access


def _refuse_alone(office: Office, *, by: User, life_at_risk: bool) -> None:
    if not life_at_risk:
        if not answerers(office, asker=by):
            raise NoManager
        return
    if not watchers(by):
        raise NoWatcher
    with scoped(ALL):
        today = EmergencyAccess.objects.filter(asked_by=by, asked_at__gt=timezone.now() - A_DAY)
        if today.filter(life_at_risk=True).count() >= MOST_A_DAY:
            raise TooOften


@transaction.atomic
def approve(*, access: EmergencyAccess, by: User) -> bool:
    """Open the requested access. Return False if the request is no longer open. Raise OnlyManagers."""
    with scoped(office_scope(access.office_id)):
        if not _answer(access, by=by, because=""):
            return False
        _open(access, by=by)
    return True


@transaction.atomic
def decline(*, access: EmergencyAccess, because: str, by: User) -> bool:
    """Decline a request with a reason. Return False if it is no longer open. Raise OnlyManagers."""
    with scoped(office_scope(access.office_id)):
        if not _answer(access, by=by, because=because):
            return False
        subject = str(access.uuid)
        record(Verb.EMERGENCY_DECLINED, by=by, office=access.office_id, subject=subject, reason=because)
        tell_administrator(access, _("%(by)s declined emergency access to %(office)s."), by=by)
    return True


def _answer(access: EmergencyAccess, *, by: User, because: str) -> bool:
    must_answer(access, by)
    asker = administrators().filter(pk=access.asked_by_id)
    return asker.exists() and bool(
        EmergencyAccess.objects.waiting()
        .filter(pk=access.pk)
        .exclude(asked_by=by)
        .update(answered_by=by, answered_at=timezone.now(), declined_because=because)
    )


def must_answer(access: EmergencyAccess, user: User) -> None:
    """Raise OnlyManagers for the requester and for everyone who may not answer for the office."""
    office = lock_office(access.office)
    if user.pk == access.asked_by_id or user not in answerers(office, asker=access.asked_by):
        raise OnlyManagers


def _open(access: EmergencyAccess, *, by: User) -> None:
    now = timezone.now()
    membership = Membership.objects.create(
        office=access.office,
        user=access.asked_by,
        role=Membership.Role.READ_ONLY,
        started_at=now,
        ended_at=now + timedelta(hours=access.hours),
        granted_by=None if by == access.asked_by else by,
    )
    EmergencyAccess.objects.filter(pk=access.pk).update(membership=membership)
    access.membership = membership
    record(
        Verb.EMERGENCY_OPENED,
        by=by,
        office=access.office_id,
        subject=str(access.uuid),
        reason=access.reason,
        hours=access.hours,
        life_at_risk=access.life_at_risk,
    )
    tell_of_opening(access, by=by)


@transaction.atomic
def end_access(*, access: EmergencyAccess, by: User) -> bool:
    """End open access or withdraw the request, as the requester or as someone who may answer. Raise OnlyManagers.

    Return False if there is nothing to end.
    """
    if by.pk != access.asked_by_id:
        must_answer(access, by)
    now = timezone.now()
    with scoped(office_scope(access.office_id)):
        open_now = Membership.objects.active().filter(pk=access.membership_id)
        if Membership.objects.filter(pk__in=list(open_now.values_list("pk", flat=True))).update(ended_at=now):
            verb = Verb.EMERGENCY_ENDED
            if by.pk != access.asked_by_id:
                tell_administrator(access, _("%(by)s ended your emergency access to %(office)s."), by=by)
        elif by.pk == access.asked_by_id and EmergencyAccess.objects.waiting().filter(pk=access.pk).update(
            withdrawn_at=now
        ):
            verb = Verb.EMERGENCY_WITHDRAWN
        else:
            return False
        record(verb, by=by, office=access.office_id, subject=str(access.uuid))
    return True
