"""Another role for a colleague. One with more rights counts once they accept it, like every invitation."""

from django.db import transaction

from accounts.models import User
from casework.offices.membership import Membership
from casework.offices.services import OwnRole, change_role, gives_more

from .invitations import invite
from .models import Invitation


@transaction.atomic
def give_role(*, membership: Membership, role: str, by: User) -> Invitation | None:
    """Change the role of a colleague at once, or offer it and return the invitation if it gives more rights.

    Raises OwnRole, LastManager, and what `invite` raises.
    """
    if membership.user_id == by.pk:
        raise OwnRole
    if not gives_more(membership.role, role):
        change_role(membership=membership, role=role, by=by)
        return None
    person = membership.user
    return invite(office=membership.office, email=person.email, name=person.name, role=role, by=by)
