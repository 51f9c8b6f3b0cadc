"""Whose turn it is: locking a case, moving it from turn to turn, and storing it as its next version."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case
from casework.cases.turns import Act, Turn, allowed
from casework.checking import check_row

from .deadlines.deadline import end_deadlines, follow_turn


class MoveNotAllowed(ValueError):
    """The table of turns does not allow this move from the present turn."""


class ToldNotChosen(ValueError):
    """On a safe-contact case, staff must choose each time what a third party is told about the person."""


class EditConflict(Exception):
    """Someone changed the case since the writer last saw it. Nothing that they sent was done."""


def note_event(
    case: Case,
    verb: Activity.Verb,
    *,
    by: User | None,
    shown: bool = False,
    **detail: str | bool | list[str] | None,
) -> None:
    case.activities.create(office_id=case.office_id, verb=verb, by=by, shown=shown, detail=detail)


def lock_case(case: Case) -> Case:
    """Return the case as it is now, locked until the transaction ends, so that two people cannot both move it.

    What replies and alerts name comes along in the same statement.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("constituent", "member", "office").get(pk=case.pk)


def refuse_edit_conflict(case: Case, seen: int | None) -> None:
    """Raise EditConflict if the locked case is no longer at the version `seen`. None checks nothing."""
    if seen is not None and seen != case.version:
        raise EditConflict


def move(case: Case, act: Act, turn: Turn, *, waiting_on: str = "") -> bool:
    """Change whose turn it is, if the table allows it for this act. Return whether anything changed."""
    if not allowed(act, before=case.turn, after=turn):
        raise MoveNotAllowed(turn)
    if (turn, waiting_on) == (case.turn, case.waiting_on):
        return False
    case.turn, case.waiting_on, case.waiting_since = turn, waiting_on, timezone.now()
    end_deadlines(case)
    return True


def hand_on(
    case: Case, turn: Turn, *, by: User | None, waiting_on: str = "", told: list[str] | None = None
) -> bool:
    """Make it someone else's turn, record it, and return whether anything changed.

    `told` names the facts about the person that a third party gets (`turns.TOLD`). Raise MoveNotAllowed, or
    ToldNotChosen if `told` is None where it must be chosen.
    """
    moved = move(case, Act.HAND_ON, turn, waiting_on=waiting_on)
    if moved:
        if case.safe_contact and turn == Turn.THIRD_PARTY and told is None:
            raise ToldNotChosen
        chosen = {"told": told} if told is not None and turn == Turn.THIRD_PARTY else {}
        note_event(case, Activity.Verb.TURN, by=by, shown=True, turn=turn, waiting_on=waiting_on, **chosen)
        record(Verb.CASE_TURN_SET, by=by, office=case.office_id, subject=case.reference, turn=turn)
    return moved


def stop_open_forms(case: Case) -> None:
    """Count the case up by a version, so that forms opened before show what is new before anything is sent."""
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)


def save(case: Case) -> Case:
    """Store a locked case as its next version."""
    if case.assignee_id is not None:
        case.unassigned_since = None
    elif case.unassigned_since is None:
        case.unassigned_since = timezone.now()
    case.version += 1
    check_row(case)
    case.save()
    follow_turn(case)
    return case


@transaction.atomic
def set_turn(
    *,
    case: Case,
    turn: Turn,
    by: User,
    waiting_on: str = "",
    next_on: date | None = None,
    seen: int | None = None,
    told: list[str] | None = None,
) -> Case:
    """Set whose turn it is, what the case waits on, and the next date.

    Raise EditConflict, MoveNotAllowed or ToldNotChosen.
    """
    case = lock_case(case)
    if (case.turn, case.waiting_on, case.next_on) == (turn, waiting_on, next_on):
        return case
    refuse_edit_conflict(case, seen)
    moved = hand_on(case, turn, by=by, waiting_on=waiting_on, told=told)
    if not moved and next_on != case.next_on:
        record(Verb.CASE_DATE_SET, by=by, office=case.office_id, subject=case.reference)
    case.next_on = next_on
    return save(case)


def open_again(case: Case, *, by: User, **detail: str) -> Case:
    """Reopen a closed case that the caller has locked."""
    move(case, Act.REOPEN, Turn.OFFICE)
    case.closed_at, case.ending, case.outcome = None, "", ""
    if not by.is_staff:
        case.news_at = timezone.now()
    note_event(case, Activity.Verb.REOPENED, by=by, shown=True, **detail)
    record(Verb.CASE_REOPENED, by=by, office=case.office_id, subject=case.reference)
    return save(case)
