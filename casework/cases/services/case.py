"""Opening, assigning and closing a case. Every function is one transaction, takes `by` and returns the case.

Services do not check permissions: the view has asked (`permissions`), and constraints forbid the impossible. A
constituent cannot see an office's rows, so their acts open the scope of that one office.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case, Message
from casework.cases.permissions import can_work
from casework.cases.references import new_reference
from casework.cases.turns import Act, Turn
from casework.checking import check_row
from casework.constituents.models import Constituent
from casework.offices.models import Member, NoticeVersion, Office

from .alerts.contact_task import tell_of_end
from .deadlines.deadline import begin_deadlines
from .messages.message import write_message
from .safety.risk import refuse_unsettled
from .search import index_new_case
from .turn import (
    MoveNotAllowed,
    hand_on,
    lock_case,
    move,
    note_event,
    open_again,
    refuse_edit_conflict,
    save,
)

DRAWS = 3


class NotOfThisOffice(ValueError):
    """A case is given only to people who work on cases in its office."""


@transaction.atomic
def open_case(
    *,
    office: Office,
    member: Member,
    constituent: Constituent,
    subject: str,
    body: str,
    kind: str,
    nature: str,
    channel: str,
    by: User | None,
    once: UUID | None = None,
    notice: NoticeVersion | None = None,
    **facts: object,
) -> Case:
    """Open a case from a constituent's first message. `facts` are further fields of `Case`. One of a sensitive topic is
    sensitive.

    `by` is the person who typed it: the constituent (None without an account) or staff, by the `channel` with that
    slug. `once` is the message's identifier, if a form gave it one. `notice` is the privacy notice that the
    constituent was shown; the log stores its number.
    """
    typed_by = by if by is not None and by.is_staff else None
    case = Case(
        office=office,
        member=member,
        constituent=constituent,
        subject=subject,
        kind=kind,
        nature=nature,
        channel_id=channel,
        typed_by=typed_by,
        **facts,
    )
    case.sensitive |= case.topic is not None and case.topic.sensitive
    check_row(case)
    _save_under_a_free_reference(case)
    begin_deadlines(case)
    note_event(case, Activity.Verb.RAISED, by=by, shown=True, member=member.name)
    index_new_case(case)
    write_message(
        case=case,
        direction=Message.Direction.IN,
        body=body,
        sender=None if typed_by else by,
        channel=channel,
        typed_by=typed_by,
        once=once,
    )
    shown = {"notice": notice.number} if notice else {}
    record(Verb.CASE_OPENED, by=by, office=office.pk, subject=case.reference, **shown)
    return case


def _save_under_a_free_reference(case: Case) -> None:
    """Draw another reference if it is taken, perhaps by a case outside the scope."""
    for _again in range(DRAWS - 1):
        try:
            with transaction.atomic():
                return case.save()
        except IntegrityError:
            case.reference = new_reference()
    return case.save()


@transaction.atomic
def assign(*, case: Case, to: User | None, by: User, seen: int | None = None) -> Case:
    """Give the case to a person of the office, or to no one. Raise EditConflict or NotOfThisOffice."""
    case = lock_case(case)
    if case.assignee_id == (to.pk if to else None):
        return case
    refuse_edit_conflict(case, seen)
    if to is not None and not can_work(to, case):
        raise NotOfThisOffice
    case.assignee = to
    note_event(case, Activity.Verb.ASSIGNED, by=by, to=str(to) if to else None, took=to == by)
    record(Verb.CASE_ASSIGNED, by=by, office=case.office_id, subject=case.reference, to=to.pk if to else None)
    return save(case)


@transaction.atomic
def assign_to_self(*, case: Case, by: User) -> bool:
    """Take an unassigned case. Return False if someone else has just taken it. Raise NotOfThisOffice."""
    case = lock_case(case)
    if case.assignee_id not in {None, by.pk}:
        return False
    assign(case=case, to=by, by=by)
    return True


@transaction.atomic
def release(*, case: Case) -> Case:
    """Unassign a case, because the person who had it no longer works in its office."""
    case = lock_case(case)
    case.assignee = None
    note_event(case, Activity.Verb.ASSIGNED, by=None, to=None, left=True)
    record(Verb.CASE_ASSIGNED, by=None, office=case.office_id, subject=case.reference, to=None)
    return save(case)


@transaction.atomic
def close_case(*, case: Case, outcome: str, by: User, seen: int | None = None) -> Case:
    """Close a case with its outcome, and tell the person by an alert or make that a contact task.

    Raise EditConflict, RiskNotSettled, or MoveNotAllowed if it is closed with another outcome.
    """
    case = lock_case(case)
    if not case.is_open and case.outcome == outcome:
        return case
    refuse_edit_conflict(case, seen)
    if not case.is_open:
        raise MoveNotAllowed(Turn.NOBODY)
    record(Verb.CASE_CLOSED, by=by, office=case.office_id, subject=case.reference)
    case = settle(case, ending=Case.Ending.OFFICE, outcome=outcome, by=by)
    tell_of_end(case)
    return case


def settle(case: Case, *, ending: Case.Ending, by: User, outcome: str = "", **detail: str) -> Case:
    """Close a locked, open case as part of an act that the caller records.

    Raise RiskNotSettled.
    """
    refuse_unsettled(case)
    move(case, Act.CLOSE, Turn.NOBODY)
    case.closed_at, case.next_on = case.waiting_since, None
    case.ending, case.outcome = ending, outcome
    note_event(case, Activity.Verb.CLOSED, by=by, shown=True, ending=ending, outcome=outcome, **detail)
    return save(case)


def note_withdrawn(case: Case, *, by: User) -> Case:
    """Record on a locked, open case that its person needs no more help. It becomes the office's turn."""
    case.news_at = timezone.now()
    note_event(case, Activity.Verb.WITHDRAWN, by=by, shown=True)
    hand_on(case, Turn.OFFICE, by=by)
    return save(case)


@transaction.atomic
def reopen_case(*, case: Case, by: User) -> Case:
    """Reopen a closed case. It becomes the office's turn."""
    case = lock_case(case)
    return case if case.is_open else open_again(case, by=by)
