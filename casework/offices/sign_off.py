"""Who signs replies off: in offices that ask for it, any manager or Member, or the people that the office names."""

from typing import Any

from accounts.models import User

from .membership import Membership, MembershipQuerySet, Office
from .visibility import memberships_of

Role = Membership.Role
MANAGING = {Role.MANAGER, Role.MEMBER}
NAMEABLE = {Role.CASEWORKER, Role.MANAGER, Role.MEMBER}


def named_in(office: int) -> MembershipQuerySet:
    """Return the active memberships of those whom an office names. Who only reads signs nothing."""
    return Membership.objects.active().filter(office=office, signs_replies=True, role__in=NAMEABLE)


def signing_offices(user: Any) -> frozenset[int]:
    """Return the offices where this person signs replies off."""
    return frozenset(held.office_id for held in memberships_of(user) if _signs(held))


def _signs(held: Membership) -> bool:
    """Return whether a membership signs. Where no one who was named works any more, managers and Members do."""
    if held.office.sign_off != Office.SignOffBy.NAMED:
        return held.role in MANAGING
    if held.signs_replies and held.role in NAMEABLE:
        return True
    return held.role in MANAGING and not named_in(held.office_id).exists()


def must_ask(user: Any, office: Office) -> bool:
    """Return whether replies of this person need the sign-off of someone else."""
    return bool(office.sign_off) and office.pk not in signing_offices(user)


def named_signers(office: Office) -> list[User]:
    """Return those who sign by name, by their names; none if any manager or Member does."""
    if office.sign_off != Office.SignOffBy.NAMED:
        return []
    return [held.user for held in named_in(office.pk).select_related("user").order_by("user__name", "pk")]
