"""Why the account that signs in with an invited address cannot accept as it is. Only its owner is told."""

from enum import Enum

from accounts.models import User
from casework.offices.models import Invitation
from casework.offices.services import holds_anything

from .models import ADMINISTRATOR


class Obstacle(Enum):
    """Why whoever reads mail at an address cannot accept as they are."""

    RESIDENT = "resident"  # an account is staff or resident, never both
    LOCKED = "locked"
    ADMINISTRATOR = "administrator"  # administrators work in no office
    WORKS_HERE = "works-here"  # who works in an office or edits the site is no administrator


def account_of(invitation: Invitation) -> User | None:
    """Return the account that signs in with the address of the invitation."""
    return User.objects.filter(email=invitation.email).first()


def obstacle_of(invitation: Invitation, user: User | None) -> Obstacle | None:
    """Say why this account cannot accept, if it cannot."""
    if user is None:
        return None
    if not user.is_staff:
        return Obstacle.RESIDENT
    if not user.is_active:
        return Obstacle.LOCKED
    if user.is_administrator and invitation.role != ADMINISTRATOR:
        return Obstacle.ADMINISTRATOR
    if invitation.role == ADMINISTRATOR and not user.is_administrator and holds_anything(user):
        return Obstacle.WORKS_HERE
    return None
