"""Invitations, and the answers to them. The inviter never learns whether the address has an account."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.membership import Membership, Office
from casework.offices.models import Invitation
from casework.offices.services import (
    AlreadyHere,
    begin_membership,
    gives_more,
    lock_office,
    lock_user,
    managers_of,
    replace_role,
    tell_managers,
)
from casework.wall.scope import ALL, Scope, office_scope, scoped

from .mail import send_invitation, tell_administrators
from .models import ADMINISTRATOR, EDITOR, INVITATION_LASTS, UNANSWERED
from .obstacles import Obstacle, account_of, obstacle_of

A_DAY = timedelta(days=1)
MOST_A_DAY = 40  # of one office
MOST_A_DAY_FOR_ONE = 3  # of one office to one address


class TooManyInvitations(ValueError):
    """The office, or the address, has had as many invitations as a day allows."""


@transaction.atomic
def invite(*, office: Office | None, email: str, role: str, by: User | None, name: str = "") -> Invitation:
    """Offer a role in an office, or of the service itself, and mail the link.

    Whether the address has an account is checked only when the person answers. Raise AlreadyHere or
    TooManyInvitations, both about facts that the office knows.
    """
    return _invite(office=office, email=email, role=role, by=by, name=name)[0]


@transaction.atomic
def invite_administrator(*, email: str, name: str, by: User | None = None, mail: bool = True) -> str:
    """Invite an administrator and return the token of the link. An open invitation of this address ends."""
    email = plain_address(email)
    with scoped(ALL):
        Invitation.objects.filter(UNANSWERED, office=None, role=ADMINISTRATOR, email=email).update(
            taken_back_at=timezone.now()
        )
    return _invite(office=None, email=email, role=ADMINISTRATOR, by=by, name=name, mail=mail)[1]


def _invite(
    *, office: Office | None, email: str, role: str, by: User | None, name: str, mail: bool = True
) -> tuple[Invitation, str]:
    email = plain_address(email)
    if office is not None:
        lock_office(office)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with scoped(_scope_of(office)):
        _refuse_again(office, email=email, role=role)
        invitation = Invitation(
            office=office,
            email=email,
            name=name,
            role=role,
            token_hash=_hash(token),
            invited_by=by,
            invited_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        invitation.full_clean()
        invitation.save()
    _record(Verb.INVITATION_SENT, invitation, by=by)
    if mail:
        send_invitation(invitation, token=token, by=by)
    words = _("%(by)s invited %(email)s as: %(role)s. It counts once they accept.")
    _tell_watchers(invitation, words, by=by)
    return invitation, token


def _scope_of(office: Office | None) -> Scope:
    return office_scope(office.pk) if office else ALL


def _refuse_again(office: Office | None, *, email: str, role: str) -> None:
    of_office = Invitation.objects.filter(office=office)
    of_office.filter(UNANSWERED, email=email, expires_at__lte=timezone.now()).delete()
    today = of_office.filter(invited_at__gt=timezone.now() - A_DAY)
    if office is None:
        if of_office.open().filter(email=email, role=role).exists():
            raise AlreadyHere
    elif _holds(office, email, role) or of_office.open().filter(email=email).exists():
        raise AlreadyHere
    if today.count() >= MOST_A_DAY or today.filter(email=email).count() >= MOST_A_DAY_FOR_ONE:
        raise TooManyInvitations


def _works_in(office: Office, email: str) -> models.QuerySet[Membership]:
    return Membership.objects.held().filter(office=office, user__email=email)


def _holds(office: Office, email: str, role: str) -> bool:
    """Return whether this person has the rights of this role in the office already."""
    return any(not gives_more(each.role, role) for each in _works_in(office, email))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _record(verb: Verb, invitation: Invitation, *, by: User | None) -> None:
    record(verb, by=by, office=invitation.office_id, subject=str(invitation.uuid), role=invitation.role)


def _tell_watchers(invitation: Invitation, words: str, *, by: User | None, **more: str) -> None:
    """Tell the managers of the office, or the other administrators if the role is one of the service."""
    facts = {
        "by": by or _("The set-up"),
        "email": invitation.email,
        "role": invitation.get_role_display(),
        **more,
    }
    if invitation.office is None:
        tell_administrators(words % facts, but=by)
    else:
        tell_managers(invitation.office, managers_of(invitation.office), words % facts)


def open_invitations(offices: Iterable[int]) -> list[Invitation]:
    """Return the open invitations of these offices, given by their keys."""
    ids = list(offices)
    with scoped(office_scope(*ids)):
        found = Invitation.objects.open().filter(office__in=ids).select_related("office", "invited_by")
        return list(found.order_by("office__name", "email"))


def open_invitations_of_service() -> list[Invitation]:
    """Return the open invitations to be an editor or an administrator, for administrators."""
    with scoped(ALL):
        return list(Invitation.objects.open().filter(office=None).order_by("role", "email"))


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation of a link while it can be accepted. A lookup does not use it up."""
    with scoped(ALL):
        found = Invitation.objects.open().filter(token_hash=_hash(token))
        return found.select_related("office", "invited_by").first()


def awaiting(user: User) -> list[Invitation]:
    """Return the invitations that this person can answer."""
    with scoped(ALL):
        found = Invitation.objects.open().filter(email=user.email).select_related("office", "invited_by")
        return list(found.order_by("pk"))


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> bool:
    """Give a person the role they were offered. Return False if the invitation has ended or is for someone else."""
    if invitation.office is not None:
        lock_office(invitation.office)
    by = lock_user(by)
    if by.email != invitation.email or obstacle_of(invitation, by):
        return False
    if not _answer(invitation, accepted_at=timezone.now()):
        return False
    _give(invitation, by)
    words = _("%(name)s (%(email)s) accepted and is from now on: %(role)s.")
    _tell_watchers(invitation, words, by=by, name=str(by))
    return True


def _answer(invitation: Invitation, **answer: object) -> bool:
    with scoped(ALL):
        return bool(Invitation.objects.open().filter(pk=invitation.pk).update(**answer))


def _give(invitation: Invitation, user: User) -> None:
    by = invitation.invited_by
    if invitation.role == EDITOR:
        accounts.set_editor(user=user, may_edit=True, by=by)
    elif invitation.role == ADMINISTRATOR:
        accounts.set_administrator(user=user, administers=True, by=by)
    else:
        offered = {"role": invitation.role, "by": by, "uuid": invitation.uuid}
        held = Membership.objects.filter(office=invitation.office, user=user, ended_at=None).first()
        if held is None:
            begin_membership(invitation.office, user=user, **offered)
        else:
            replace_role(held, **offered)
        _record(Verb.MEMBERSHIP_ACCEPTED, invitation, by=user)


@transaction.atomic
def accept_as_new(*, invitation: Invitation, name: str, password: str) -> User | None:
    """Create the account of a person who accepts, with the name they chose. Return None if the invitation has ended."""
    if account_of(invitation) is not None:
        return None
    user = accounts.create_staff(email=invitation.email, name=name, password=password)
    if accept(invitation=invitation, by=user):
        user.refresh_from_db()
        return user
    transaction.set_rollback(True)
    return None


@transaction.atomic
def decline(*, invitation: Invitation, by: User | None = None) -> bool:
    """Decline the offer, as the signed-in person or by the link. Return False if it has ended."""
    if by is not None and by.email != invitation.email:
        return False
    if not _answer(invitation, declined_at=timezone.now()):
        return False
    _record(Verb.MEMBERSHIP_DECLINED, invitation, by=by)
    _tell_watchers(invitation, _("%(email)s declined the invitation."), by=by)
    return True


@transaction.atomic
def take_back(*, invitation: Invitation, by: User) -> bool:
    """Withdraw an invitation before it is answered. Its link ends. Return False if it has ended."""
    if not _answer(invitation, taken_back_at=timezone.now()):
        return False
    _record(Verb.INVITATION_TAKEN_BACK, invitation, by=by)
    _tell_watchers(invitation, _("%(by)s took back the invitation of %(email)s."), by=by)
    return True


@transaction.atomic
def send_elsewhere(*, invitation: Invitation, email: str) -> bool:
    """Send the offer to another address that the person named, with a new link. The old link ends.

    Return False if the office already invited that address or it works there. The office is told the new address.
    """
    email = plain_address(email)
    token = secrets.token_urlsafe(32)
    if invitation.office is not None:
        lock_office(invitation.office)
        if _works_in(invitation.office, email).exists():
            return False
    with scoped(ALL):
        here = Invitation.objects.open().filter(office=invitation.office)
        if here.filter(email=email, role=invitation.role).exists():
            return False
        moved = here.filter(pk=invitation.pk).update(email=email, token_hash=_hash(token))
    if not moved:
        return False
    before, invitation.email = invitation.email, email
    send_invitation(invitation, token=token, by=invitation.invited_by)
    words = _("The person invited at %(before)s asked for the invitation at %(email)s instead.")
    _tell_watchers(invitation, words, by=None, before=before)
    return True


@transaction.atomic
def give_up_resident_account(*, invitation: Invitation) -> bool:
    """Close the resident account of the address, because the person wants to accept with this address."""
    user = account_of(invitation)
    if user is None or obstacle_of(invitation, user) != Obstacle.RESIDENT or not user.is_active:
        return False
    accounts.close_account(user=user, by=user)
    return True


def delete_expired_invitations() -> int:
    """Delete expired invitations, answered or not: the log has the answer. Return how many."""
    with scoped(ALL):
        gone, _each = Invitation.objects.filter(expires_at__lte=timezone.now()).delete()
    return gone
