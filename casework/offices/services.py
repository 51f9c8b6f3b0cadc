"""Who works for whom today, and who may work where."""

from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import close_account, is_editor, send_recovery_link
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import tell

from .models import Member, Membership, Office, OfficeMember
from .visibility import works_elsewhere


class NoOffice(LookupError):
    """No office works for this Member today."""


class NotForThisPerson(ValueError):
    """The person is a constituent or administrator, who cannot work in an office."""


class AlreadyHere(ValueError):
    """The person has this role already, or an open invitation to it."""


class LastManager(ValueError):
    """The person is the last manager of the office."""


class WorksElsewhere(ValueError):
    """The person works in another office too, so one office alone must not decide how they sign in."""


class OwnRole(ValueError):
    """A person cannot change their own role."""


class MoreRights(ValueError):
    """The role gives the person more rights, so they must accept it first."""


RIGHTS = {
    Membership.Role.READ_ONLY: 0,
    Membership.Role.CASEWORKER: 1,
    Membership.Role.MEMBER: 1,
    Membership.Role.MANAGER: 2,
}


def gives_more(before: str, after: str) -> bool:
    """Return whether one role of an office gives more rights than another."""
    return RIGHTS[Membership.Role(after)] > RIGHTS[Membership.Role(before)]


def office_for(member: Member) -> Office:
    """Return the office that works for a Member today. Raise NoOffice if none does."""
    today = OfficeMember.objects.select_related("office").by_member([member.pk])
    if member.pk not in today:
        raise NoOffice(member.slug)
    return today[member.pk].office


def managers_of(office: Office) -> list[User]:
    held = Membership.objects.active().filter(office=office, role=Membership.Role.MANAGER)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def administrators() -> models.QuerySet[User]:
    """Return the administrators who can sign in."""
    return User.objects.filter(is_administrator=True, is_active=True).order_by("pk")


def lock_office(office: Office) -> Office:
    """Return the office, locked until the transaction ends, so that its last two managers cannot end each other."""
    return Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def tell_managers(office: Office, managers: list[User], change: str) -> None:
    """Tell managers of a change to who may see their office's cases."""
    tell(
        [manager.email for manager in managers],
        subject=_("The team of your office has changed"),
        template="team_changed",
        facts={"office": office.name, "change": change},
        office=office.pk,
        purpose="office.team-changed",
    )


def lock_user(user: User) -> User:
    """Return the user, locked until the transaction ends, so that no account closes while it gets new work."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def holds_anything(user: User) -> bool:
    """Return whether the account has a membership or a role of the service."""
    held = Membership.objects.held().filter(user=user)
    return user.is_administrator or is_editor(user) or held.exists()


def close_without_role(user: User, *, by: User) -> bool:
    """Close a staff account without any role left, so that its address is free. Return False if it has another."""
    user = lock_user(user)
    if not user.is_staff or user.closed_at or holds_anything(user):
        return False
    close_account(user=user, by=by)
    return True


@transaction.atomic
def begin_membership(
    office: Office, *, user: User, role: str, by: User | None, uuid: UUID | None = None
) -> Membership:
    """Start a membership of a person who accepted. Raise NotForThisPerson or AlreadyHere.

    `uuid` is that of the invitation, so that the office's log has one name for both.
    """
    if not user.is_staff or user.is_administrator:
        raise NotForThisPerson
    now = timezone.now()
    if Membership.objects.filter(office=office, user=user, ended_at=None).exists():
        raise AlreadyHere
    membership = Membership(
        uuid=uuid or uuid4(),
        office=office,
        user=user,
        role=role,
        started_at=now,
        granted_by=by,
    )
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """End a membership, and tell the person and all managers. Raise LastManager.

    An account without any role left is closed.
    """
    office = lock_office(membership.office)
    before = managers_of(office)
    if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=timezone.now()):
        return
    if before and not managers_of(office):
        raise LastManager
    record(Verb.MEMBERSHIP_ENDED, by=by, office=office.pk, subject=str(membership.uuid), role=membership.role)
    person = membership.user
    facts = {"by": by, "name": person, "email": person.email}
    change = _("%(by)s ended the work of %(name)s (%(email)s) in this office.") % facts
    tell_managers(office, before, change)
    _tell_of_end(membership)
    close_without_role(person, by=by)


def _tell_of_end(membership: Membership) -> None:
    """Tell the person without revealing to this office whether they work for another."""
    facts = {"office": membership.office.name}
    tell(
        [membership.user.email],
        subject=_("Your work for %(office)s has ended") % facts,
        template="work_ended",
        facts=facts,
        office=membership.office_id,
        purpose="office.work-ended",
    )


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> None:
    """Give a person of the office another role from now on, and tell them and all managers.

    A role with more rights is offered instead (`access.promotions`). Raise OwnRole, MoreRights or LastManager.
    """
    if membership.user_id == by.pk:
        raise OwnRole
    if gives_more(membership.role, role):
        raise MoreRights
    office = lock_office(membership.office)
    before = managers_of(office)
    changed = replace_role(membership, role=role, by=by)
    if changed is None:
        return
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


def replace_role(
    membership: Membership, *, role: str, by: User | None, uuid: UUID | None = None
) -> Membership | None:
    """End a membership and begin one with another role. Return None if it has ended or has this role.

    The old membership stays, so that past permissions are known.
    """
    now = timezone.now()
    held = Membership.objects.active().filter(pk=membership.pk, ended_at=None).exclude(role=role)
    if not Membership.objects.filter(pk__in=held.values("pk")).update(ended_at=now):
        return None
    changed = Membership(
        uuid=uuid or uuid4(),
        office=membership.office,
        user=membership.user,
        role=role,
        started_at=now,
        granted_by=by,
    )
    changed.full_clean()
    changed.save()
    return changed


def send_colleague_recovery_link(*, membership: Membership, by: User) -> None:
    """Mail a recovery link to a colleague who lost their password or second factor. Raise WorksElsewhere."""
    if works_elsewhere(membership):
        raise WorksElsewhere
    send_recovery_link(user=membership.user, by=by)


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
