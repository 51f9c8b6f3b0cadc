"""Break-glass: for some hours an administrator reads the cases of one office, and its managers see it happen.

What opens is an ordinary membership, read-only and with an end, so that the wall needs no second rule.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.scope import ALL, office_scope, scoped

from .break_glass_mail import tell_administrator, tell_of_ask, tell_of_opening, tell_office
from .models import EmergencyAccess, Membership, Office
from .services import administrators, lock_office, managers_of

REPORT_AFTER = timedelta(minutes=1)  # by then every page that was asked for in time has been written down


class OnlyAdministrators(PermissionError):
    """Nobody else asks for emergency access."""


class OnlyManagers(PermissionError):
    """Nobody but a manager of the office answers."""


class OneAtATime(ValueError):
    """The administrator has emergency access, or an ask that waits."""


class NoManager(ValueError):
    """The office has no manager who could approve."""


@dataclass(frozen=True)
class PageSeen:
    at: datetime
    route: str
    reference: str


def current_of(user: User) -> EmergencyAccess | None:
    """What an administrator asked for and has not been answered, or sees now."""
    with scoped(ALL):
        mine = EmergencyAccess.objects.filter(asked_by=user.pk).select_related("office", "membership")
        return (mine.waiting() | mine.open()).first()


def asked_by(user: User, *, most: int = 20) -> list[EmergencyAccess]:
    """An administrator's own asks, the latest first."""
    with scoped(ALL):
        mine = EmergencyAccess.objects.filter(asked_by=user.pk)
        return list(mine.select_related("office", "membership", "answered_by").order_by("-pk")[:most])


def emergency_of(user: User) -> Membership | None:
    """The membership that emergency access opened for this person and that still holds. Asks nothing of others."""
    if not getattr(user, "is_administrator", False):
        return None
    return Membership.objects.active().filter(user=user.pk).select_related("office").first()


def to_be_seen_by(user: User) -> list[EmergencyAccess]:
    """What the managers of an office must not overlook: asks that wait, open access, reports nobody read."""
    held = Membership.objects.active().filter(user=user.pk, role=Membership.Role.MANAGER)
    papers = EmergencyAccess.objects.visible_to(user).filter(office__in=held.values("office"))
    rows = papers.not_to_be_overlooked()
    return list(rows.select_related("office", "asked_by", "membership").order_by("pk"))


@transaction.atomic
def ask_for_access(
    *, office: Office, reason: str, hours: int, by: User, reference: str = "", life_at_risk: bool = False
) -> EmergencyAccess:
    """Ask the managers of an office for read-only access, or open it at once because a life is at risk.

    All managers of the office are told either way. Raises OnlyAdministrators, OneAtATime or NoManager.
    """
    if not administrators().select_for_update().filter(pk=by.pk).exists():
        raise OnlyAdministrators
    if current_of(by) is not None:
        raise OneAtATime
    lock_office(office)
    if not life_at_risk and not managers_of(office):
        raise NoManager
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


@transaction.atomic
def approve(*, access: EmergencyAccess, by: User) -> bool:
    """Open what an administrator asked for. False if it no longer waits. Raises OnlyManagers."""
    with scoped(office_scope(access.office_id)):
        if not _answer(access, by=by, because=""):
            return False
        _open(access, by=by)
    return True


@transaction.atomic
def decline(*, access: EmergencyAccess, because: str, by: User) -> bool:
    """Open nothing, and say why. False if the ask no longer waits. Raises OnlyManagers."""
    with scoped(office_scope(access.office_id)):
        if not _answer(access, by=by, because=because):
            return False
        subject = str(access.uuid)
        record(Verb.EMERGENCY_DECLINED, by=by, office=access.office_id, subject=subject, reason=because)
        tell_administrator(access, _("%(by)s declined emergency access to %(office)s."), by=by)
    return True


def _answer(access: EmergencyAccess, *, by: User, because: str) -> bool:
    _must_manage(access.office, by)
    asker = administrators().filter(pk=access.asked_by_id)
    return asker.exists() and bool(
        EmergencyAccess.objects.waiting()
        .filter(pk=access.pk)
        .exclude(asked_by=by)
        .update(answered_by=by, answered_at=timezone.now(), declined_because=because)
    )


def _must_manage(office: Office, user: User) -> None:
    if user not in managers_of(lock_office(office)):
        raise OnlyManagers


def _open(access: EmergencyAccess, *, by: User) -> None:
    now = timezone.now()
    membership = Membership.objects.create(
        office=access.office,
        user=access.asked_by,
        role=Membership.Role.READ_ONLY,
        started_at=now,
        accepted_at=now,
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
    """End what is open, or take back what waits. For who asked, and for managers of the office. Raises OnlyManagers.

    False if there is nothing to end.
    """
    if by.pk != access.asked_by_id:
        _must_manage(access.office, by)
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


def note_page(*, membership: Membership, route: str, reference: str) -> None:
    """Write down that a page was seen under emergency access."""
    record(
        Verb.EMERGENCY_PAGE_SEEN,
        by=membership.user,
        office=membership.office_id,
        subject=reference,
        access=str(membership.uuid),
        page=route,
    )


def pages_seen(access: EmergencyAccess) -> list[PageSeen]:
    """Every page the administrator saw under this access, in the scope of the office; the first one first."""
    if access.membership is None:
        return []
    entries = Entry.objects.filter(
        office_id=access.office_id,
        actor_id=access.asked_by_id,
        verb=Verb.EMERGENCY_PAGE_SEEN,
        at__gte=access.membership.started_at,
        detail__access=str(access.membership.uuid),
    )
    return [PageSeen(entry.at, entry.detail["page"], entry.subject) for entry in entries.order_by("pk")]


@transaction.atomic
def read_report(*, access: EmergencyAccess, by: User) -> bool:
    """A manager says that they read which pages were seen. Raises OnlyManagers.

    False before it is over, where nobody must, and if somebody did before.
    """
    _must_manage(access.office, by)
    with scoped(office_scope(access.office_id)):
        if not EmergencyAccess.objects.unread().filter(pk=access.pk).exists():
            return False
        unread = EmergencyAccess.objects.filter(pk=access.pk, report_read_at=None)
        if not unread.update(report_read_by=by, report_read_at=timezone.now()):
            return False
        record(Verb.EMERGENCY_REPORT_READ, by=by, office=access.office_id, subject=str(access.uuid))
    return True


def report_what_was_seen() -> None:
    """Tell each office, once, how many pages were seen under emergency access that is over."""
    with scoped(ALL):
        over = EmergencyAccess.objects.unreported(since=timezone.now() - REPORT_AFTER)
        due = list(over.select_related("office", "asked_by", "membership").order_by("pk"))
    for access in due:
        _report(access)


@transaction.atomic
def _report(access: EmergencyAccess) -> None:
    with scoped(office_scope(access.office_id)):
        claimed = EmergencyAccess.objects.filter(pk=access.pk, reported_at=None)
        if not claimed.update(reported_at=timezone.now()):
            return
        pages = len(pages_seen(access))
        record(
            Verb.EMERGENCY_REPORTED, by=None, office=access.office_id, subject=str(access.uuid), pages=pages
        )
        words = _(
            "The emergency access of %(who)s to %(office)s is over. Number of pages they saw: %(pages)d."
        )
        facts = {"who": access.asked_by, "office": access.office.name, "pages": pages}
        tell_office(access, _("What was seen under emergency access"), words % facts)
