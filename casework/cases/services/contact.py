"""What reaches an office by phone, letter, visit or any channel but the web form, typed in by staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from casework.cases.models import Case, Message
from casework.cases.turns import Turn
from casework.constituents.models import Constituent
from casework.constituents.services import add_person
from casework.files.intake import TakenIn
from casework.offices.models import Member, Office

from .case import assign_to_self, open_case
from .messages.message import add_note, attach, log_contact
from .safety.risk import raise_risk
from .safety.safe_contact import keep_safe
from .turn import set_turn

LONGEST_REASON = 500


@dataclass(frozen=True)
class Contact:
    """What was said, and what follows from it.

    `risk` is a kind of risk or empty. `safe_way` says how the person can be reached safely if it is not safe to use
    every contact point, else it is None.
    """

    channel: str
    body: str
    promised: str = ""
    risk: str = ""
    safe_way: str | None = None
    turn: Turn = Turn.OFFICE
    waiting_on: str = ""
    next_on: date | None = None
    take: bool = False


@dataclass(frozen=True)
class NewPerson:
    """Someone the office does not know yet. The name may be empty. `safe` is whether the contact points are."""

    office: Office
    name: str
    points: dict[str, str]
    safe: bool


@transaction.atomic
def log_on_case(*, case: Case, contact: Contact, by: User, once: UUID, files: Iterable[TakenIn] = ()) -> Case:
    """Add a contact to a case, which is opened again if it was closed. `once` makes a double click one contact.

    Raises ToldNotChosen if a safe-contact case would go to a third party.
    """
    if Message.objects.filter(uuid=once, case=case).exists():
        return case
    message = log_contact(
        case=case, channel=contact.channel, body=contact.body, by=by, once=once, files=files
    )
    return _follow(message.case, contact, by=by)


@transaction.atomic
def log_new_case(
    *,
    person: Constituent | NewPerson,
    member: Member,
    contact: Contact,
    by: User,
    once: UUID,
    files: Iterable[TakenIn] = (),
    **facts: object,
) -> Case:
    """Open a case of a person for a Member from a contact. `facts` are further fields of `Case`."""
    if isinstance(person, NewPerson):
        person = add_person(
            office=person.office, name=person.name, points=person.points, safe=person.safe, by=by
        )
    case = open_case(
        office=person.office,
        member=member,
        constituent=person,
        body=contact.body,
        channel=contact.channel,
        by=by,
        once=once,
        **facts,  # type: ignore[arg-type]
    )
    attach(case=case, message=case.messages.get(), files=files)
    return _follow(case, contact, by=by)


def logged_before(once: UUID) -> Case | None:
    """Return the case to which an earlier press of the same button led."""
    earlier = Message.objects.filter(uuid=once).select_related("case").first()
    return earlier.case if earlier else None


def _follow(case: Case, contact: Contact, *, by: User) -> Case:
    """Note the promise, flag the risk, mark safe contact, and say whose case and turn it is."""
    if contact.promised:
        add_note(case=case, body=_("Promised: %(what)s") % {"what": contact.promised}, by=by, once=uuid4())
    if contact.safe_way is not None:
        keep_safe(case=case, way=contact.safe_way, by=by)
    if contact.risk:
        raise_risk(case=case, kind=contact.risk, by=by, reason=contact.body[:LONGEST_REASON])
    if contact.take and case.assignee_id is None:
        assign_to_self(case=case, by=by)
    return set_turn(
        case=case, turn=contact.turn, by=by, waiting_on=contact.waiting_on, next_on=contact.next_on
    )
