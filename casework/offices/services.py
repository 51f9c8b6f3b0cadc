"""Who works for whom today, and who may work where."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post, render_mail

from .models import Member, Membership, Office, OfficeMember


class NoOffice(LookupError):
    """No office works for this Member today."""


class NotForThisPerson(ValueError):
    """Constituents and administrators never work in an office."""


class AlreadyHere(ValueError):
    """The person works in this office already."""


class LastManager(ValueError):
    """An office keeps at least one manager."""


def office_for(member: Member) -> Office:
    """The office that works for a Member today. Raises NoOffice when none does."""
    today = OfficeMember.objects.select_related("office").by_member([member.pk])
    if member.pk not in today:
        raise NoOffice(member.slug)
    return today[member.pk].office


def managers_of(office: Office) -> list[User]:
    held = Membership.objects.active().filter(office=office, role=Membership.Role.MANAGER)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def _lock(office: Office) -> Office:
    """The office, held until the transaction ends, so that its last two managers cannot end each other."""
    return Office.objects.select_for_update().get(pk=office.pk)


def _tell_managers(office: Office, managers: list[User], change: str) -> None:
    """Who may see an office's cases never changes without its managers knowing."""
    text, html = render_mail("team_changed", {"office": office.name, "change": change})
    for manager in managers:
        post(
            to=[manager.email],
            subject=_("The team of your office has changed"),
            text=text,
            html=html,
            office=office.pk,
            purpose="office.team-changed",
        )


@transaction.atomic
def grant_membership(*, office: Office, user: User, role: str, by: User | None) -> Membership:
    """Let a person work in an office, and tell all its managers. Raises AlreadyHere or NotForThisPerson."""
    if not user.is_staff or user.is_administrator:
        raise NotForThisPerson
    _lock(office)
    if Membership.objects.filter(office=office, user=user, ended_at=None).exists():
        raise AlreadyHere
    membership = Membership(office=office, user=user, role=role, granted_by=by)
    membership.full_clean()
    membership.save()
    record(Verb.MEMBERSHIP_GRANTED, by=by, office=office.pk, subject=str(membership.uuid), role=role)
    change = _("%(by)s added %(name)s (%(email)s) as: %(role)s.") % {
        "by": by or _("The set-up"),
        "name": user,
        "email": user.email,
        "role": membership.get_role_display(),
    }
    _tell_managers(office, managers_of(office), change)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """End a person's work in an office at once, and tell all its managers. Raises LastManager."""
    office = _lock(membership.office)
    before = managers_of(office)
    ended = Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=timezone.now())
    if not ended:
        return
    if before and not managers_of(office):
        raise LastManager
    record(Verb.MEMBERSHIP_ENDED, by=by, office=office.pk, subject=str(membership.uuid), role=membership.role)
    change = _("%(by)s ended the work of %(name)s (%(email)s) in this office.") % {
        "by": by,
        "name": membership.user,
        "email": membership.user.email,
    }
    _tell_managers(office, before, change)
