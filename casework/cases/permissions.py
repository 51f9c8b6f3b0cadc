"""Permission rules on visible cases, used by views, templates and tests."""

from accounts.models import User
from casework.offices.models import Membership
from casework.offices.sign_off import must_ask, signing_offices
from casework.offices.visibility import offices_of

from .models import Case
from .models.authority.authority import What
from .models.sharing.offer import Offer

Role = Membership.Role
WORKING_ROLES = {Role.CASEWORKER, Role.MANAGER, Role.MEMBER}


def can_work(user: User, case: Case) -> bool:
    """Reply, note, assign, set the turn, close, share: everyone of the case’s office but those who only read."""
    return _works_in(user, case.office_id)


def can_answer(user: User, offer: Offer) -> bool:
    """Say yes or no to what another office offers: everyone of the receiving office but those who only read."""
    return _works_in(user, offer.to_office_id)


def can_sign(user: User, case: Case) -> bool:
    """Sign a reply off that someone else of the case’s office wrote."""
    return case.office_id in signing_offices(user)


def must_ask_for_sign_off(user: User, case: Case) -> bool:
    """Ask someone else to sign replies on this case off, because its office says so."""
    return must_ask(user, case.office)


def _works_in(user: User, office: int) -> bool:
    return office in offices_of(user, roles=WORKING_ROLES)


def can_write_to_office(user: User, case: Case) -> bool:
    """A constituent may add to their own case while it is open.

    Who writes for somebody else may always tell the office more, unless that person let them read and no more.
    """
    only_reads = case.authority is not None and case.authority.in_force and not case.authority.may_write
    return case.is_open and not user.is_staff and not only_reads


def can_end_for_person(case: Case) -> bool:
    """Whoever raised a case may say that it is over, or open it again; for somebody else only if they may do all."""
    if case.authority is None:
        return True
    return case.authority.in_force and case.authority.what == What.ALL
