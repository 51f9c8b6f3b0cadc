"""Who works for whom today, and who may work where."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import tell

from .models import Member, Membership, Office, OfficeMember


class NoOffice(LookupError):
    """No office works for this Member today."""


class NotForThisPerson(ValueError):
    """Constituents and administrators never work in an office."""


class AlreadyHere(ValueError):
    """The person works in this office already, or is invited to."""


class LastManager(ValueError):
    """An office keeps at least one manager."""


class OwnRole(ValueError):
    """Nobody changes what they may do themselves."""


def office_for(member: Member) -> Office:
    """The office that works for a Member today. Raises NoOffice when none does."""
    today = OfficeMember.objects.select_related("office").by_member([member.pk])
    if member.pk not in today:
        raise NoOffice(member.slug)
    return today[member.pk].office


def managers_of(office: Office) -> list[User]:
    held = Membership.objects.active().filter(office=office, role=Membership.Role.MANAGER)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def administrators() -> models.QuerySet[User]:
    """Who runs the service and can sign in."""
    return User.objects.filter(is_administrator=True, is_active=True).order_by("pk")


def lock_office(office: Office) -> Office:
    """The office, held until the transaction ends, so that its last two managers cannot end each other."""
    return Office.objects.select_for_update().get(pk=office.pk)


def tell_managers(office: Office, managers: list[User], change: str) -> None:
    """Who may see an office's cases never changes without its managers knowing."""
    tell(
        [manager.email for manager in managers],
        subject=_("The team of your office has changed"),
        template="team_changed",
        facts={"office": office.name, "change": change},
        office=office.pk,
        purpose="office.team-changed",
    )


def _invite_mail(membership: Membership) -> None:
    """Those who can sign in already get no link to do so; they hear where their answer is awaited."""
    tell(
        [membership.user.email],
        subject=_("You were invited to work for %(office)s") % {"office": membership.office.name},
        template="office_invited",
        facts={
            "office": membership.office.name,
            "role": membership.get_role_display(),
            "link": settings.BASE_URL + reverse("backoffice:invitations"),
        },
        office=membership.office_id,
        purpose="office.invited",
    )


def tell_of_offer(office: Office, *, email: str, role: str, by: User | None) -> None:
    """By the address that was typed: whose it is, the office learns when that person says yes."""
    change = _("%(by)s invited %(email)s as: %(role)s. It counts once they accept.") % {
        "by": by or _("The set-up"),
        "email": email,
        "role": Membership.Role(role).label,
    }
    tell_managers(office, managers_of(office), change)


@transaction.atomic
def grant_membership(*, office: Office, user: User, role: str, by: User | None) -> Membership:
    """Offer a person work in an office, and tell all its managers. It opens nothing until that person accepts.

    Raises AlreadyHere or NotForThisPerson.
    """
    if not user.is_staff or user.is_administrator:
        raise NotForThisPerson
    lock_office(office)
    held = Membership.objects.filter(office=office, user=user)
    held.lapsed().update(ended_at=timezone.now())
    if held.filter(ended_at=None).exists():
        raise AlreadyHere
    membership = Membership(office=office, user=user, role=role, granted_by=by)
    membership.full_clean()
    membership.save()
    record(Verb.MEMBERSHIP_GRANTED, by=by, office=office.pk, subject=str(membership.uuid), role=role)
    tell_of_offer(office, email=user.email, role=role, by=by)
    if user.has_usable_password():
        _invite_mail(membership)
    return membership


def pending_for(user: User) -> models.QuerySet[Membership]:
    """What was offered to this person and awaits their answer."""
    return Membership.objects.pending().filter(user=user).select_related("office").order_by("pk")


@transaction.atomic
def accept_membership(*, membership: Membership, by: User) -> bool:
    """Begin the work that was offered to `by`, and tell the office's managers. False if the offer is gone."""
    office = lock_office(membership.office)
    managers = managers_of(office)
    if not pending_for(by).filter(pk=membership.pk).update(accepted_at=timezone.now()):
        return False
    record(
        Verb.MEMBERSHIP_ACCEPTED, by=by, office=office.pk, subject=str(membership.uuid), role=membership.role
    )
    change = _("%(name)s (%(email)s) accepted and now works in this office as: %(role)s.") % {
        "name": by,
        "email": by.email,
        "role": membership.get_role_display(),
    }
    tell_managers(office, managers, change)
    return True


@transaction.atomic
def decline_membership(*, membership: Membership, by: User) -> bool:
    """Turn down the work that was offered to `by`, and tell the office's managers. False if the offer is gone."""
    office = lock_office(membership.office)
    if not pending_for(by).filter(pk=membership.pk).update(ended_at=timezone.now()):
        return False
    record(
        Verb.MEMBERSHIP_DECLINED, by=by, office=office.pk, subject=str(membership.uuid), role=membership.role
    )
    tell_managers(office, managers_of(office), _("%(email)s declined the invitation.") % {"email": by.email})
    return True


@transaction.atomic
def accept_first_memberships(*, user: User, invited_by: User | None) -> None:
    """Who accepts their very first invitation accepts with it the work its inviter offered."""
    if invited_by is not None:
        for membership in pending_for(user).filter(granted_by=invited_by):
            accept_membership(membership=membership, by=user)


def taken_back(*, email: str, by: User) -> str:
    return _("%(by)s took back the invitation of %(email)s.") % {"by": by, "email": email}


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """End a person's work in an office, or take an offer back, and tell all its managers. Raises LastManager."""
    office = lock_office(membership.office)
    before = managers_of(office)
    ended = Membership.objects.filter(pk=membership.pk, ended_at=None)
    accepted = ended.filter(accepted_at__isnull=False).exists()
    if not ended.update(ended_at=timezone.now()):
        return
    if before and not managers_of(office):
        raise LastManager
    record(Verb.MEMBERSHIP_ENDED, by=by, office=office.pk, subject=str(membership.uuid), role=membership.role)
    facts = {"by": by, "name": membership.user, "email": membership.user.email}
    change = (
        _("%(by)s ended the work of %(name)s (%(email)s) in this office.") % facts
        if accepted
        else taken_back(email=membership.user.email, by=by)
    )
    tell_managers(office, before, change)


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> None:
    """Give a person of the office another role from now on, and tell them and all managers.

    The old role ends and another begins, so what somebody might do on a day stays known. Raises OwnRole, LastManager.
    """
    if membership.user_id == by.pk:
        raise OwnRole
    office = lock_office(membership.office)
    before = managers_of(office)
    now = timezone.now()
    held = Membership.objects.active().filter(pk=membership.pk, ended_at=None).exclude(role=role)
    if not Membership.objects.filter(pk__in=held.values("pk")).update(ended_at=now):
        return
    changed = Membership(
        office=office, user=membership.user, role=role, started_at=now, accepted_at=now, granted_by=by
    )
    changed.full_clean()
    changed.save()
    if before and not managers_of(office):
        raise LastManager
    record(
        Verb.ROLE_CHANGED,
        by=by,
        office=office.pk,
        subject=str(changed.uuid),
        role=role,
        before=membership.role,
    )
    change = _(
        "%(by)s changed the role of %(name)s (%(email)s). It was: %(before)s. It is now: %(after)s."
    ) % {
        "by": by,
        "name": membership.user,
        "email": membership.user.email,
        "before": membership.get_role_display(),
        "after": changed.get_role_display(),
    }
    tell_managers(office, before, change)
    _tell_of_role(changed)


def _tell_of_role(membership: Membership) -> None:
    facts = {"office": membership.office.name, "role": membership.get_role_display()}
    tell(
        [membership.user.email],
        subject=_("Your role in %(office)s has changed") % facts,
        template="role_changed",
        facts=facts,
        office=membership.office_id,
        purpose="office.role-changed",
    )
