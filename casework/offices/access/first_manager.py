"""Inviting the first manager of an office, by an administrator."""

from django.db import transaction

from accounts.models import User
from casework.offices.membership import Membership, Office
from casework.offices.models import Invitation
from casework.offices.services import lock_office, managers_of

from .invitations import invite, open_invitations
from .mail import tell_of_first_manager


class HasManager(ValueError):
    """The office has a manager, or an open invitation to be one, so managers invite."""


@transaction.atomic
def invite_first_manager(*, office: Office, email: str, name: str, by: User) -> Invitation:
    """Invite the first manager of an office, and tell everyone who watches over access.

    Raise HasManager while the office has a manager or an open invitation to be one, and what `invite` raises.
    """
    lock_office(office)
    if managers_of(office) or first_manager_invited(office):
        raise HasManager
    invitation = invite(office=office, email=email, name=name, role=Membership.Role.MANAGER, by=by)
    tell_of_first_manager(invitation, by=by)
    return invitation


def first_manager_invited(office: Office) -> Invitation | None:
    """Return the open invitation to be a manager of this office."""
    invited = (each for each in open_invitations([office.pk]) if each.role == Membership.Role.MANAGER)
    return next(invited, None)
