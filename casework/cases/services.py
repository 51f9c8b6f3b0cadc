"""What happens to a case. Every function is one transaction, takes `by`, and returns the thing.

Services do not ask who may: the view has asked (`permissions`), the constraint has the last word. A constituent
cannot see an office's rows, so what they do opens that one office's scope.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.models import Constituent
from casework.files.intake import TakenIn
from casework.files.models import StoredFile
from casework.offices.models import Member, NoticeVersion, Office
from casework.scope import office_scope, scoped

from .alerts import alert_constituent
from .by_hand import ask_to_tell
from .models import Activity, Case, CaseFile, Message, Note
from .references import new_reference
from .turns import Act, Turn, allowed

SAID_JUST_NOW = timedelta(minutes=10)
DRAWS = 3


class MoveNotAllowed(ValueError):
    """The table of turns does not let a case go there from where it is."""


class NotReleased(Exception):
    """Somebody writes for another person who has not agreed: nothing but fixed messages may go to them."""


class SomethingNewer(Exception):
    """Somebody did something to the case since the writer last looked; nothing of what they sent was done."""


def _happened(
    case: Case, verb: Activity.Verb, *, by: User | None, shown: bool = False, **detail: str | list[str] | None
) -> None:
    case.activities.create(office_id=case.office_id, verb=verb, by=by, shown=shown, detail=detail)


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
    by: User | None,
    notice: NoticeVersion | None = None,
    **facts: object,
) -> Case:
    """Open a case from a constituent's first message. `facts` are further fields of `Case`.

    `by` is whoever typed it in: the constituent (None without an account), or staff. `notice` is the privacy notice
    that the constituent was shown; the log keeps its number.
    """
    case = Case(
        office=office,
        member=member,
        constituent=constituent,
        subject=subject,
        kind=kind,
        nature=nature,
        **facts,
    )
    case.full_clean(exclude={"reference"})
    _save_under_a_free_reference(case)
    _happened(case, Activity.Verb.RAISED, by=by, shown=True, member=member.name)
    case.messages.create(office=office, direction=Message.Direction.IN, body=body, author=by)
    shown = {"notice": notice.number} if notice else {}
    record(Verb.CASE_OPENED, by=by, office=office.pk, subject=case.reference, **shown)
    return case


def _save_under_a_free_reference(case: Case) -> None:
    """Draw another reference when it is taken, if only by a case that is out of scope here."""
    for _again in range(DRAWS - 1):
        try:
            with transaction.atomic():
                return case.save()
        except IntegrityError:
            case.reference = new_reference()
    return case.save()


def attach(*, case: Case, message: Message, files: Iterable[TakenIn | StoredFile]) -> None:
    """Put files that are in the store already on a message of the case, with what is known about viruses in them."""
    for taken in files:
        file = CaseFile.objects.create(
            office_id=case.office_id,
            case=case,
            message=message,
            key=taken.key,
            name=taken.name,
            content_type=taken.content_type,
            size=taken.size,
            sha256=taken.sha256,
            checked_at=taken.checked_at,
            quarantined_at=taken.quarantined_at,
        )
        if file.quarantined_at:
            note_quarantined(file)


def note_quarantined(file: CaseFile, virus: str = "") -> None:
    """Say on the case, to the office and to the person, that a file is held. It names no file: guests see the line."""
    _happened(file.case, Activity.Verb.HELD, by=None, shown=True, direction=file.message.direction)
    record(
        Verb.FILE_QUARANTINED,
        by=None,
        office=file.office_id,
        subject=file.case.reference,
        file=str(file.uuid),
        virus=virus[:80],
    )


def hold(case: Case) -> Case:
    """The case as it is now, held until the transaction ends, so that two people cannot both move it."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _refuse_if_newer(case: Case, seen: int | None) -> None:
    """`case` is held, `seen` the version that the writer had before them; None asks nothing."""
    if seen is not None and seen != case.version:
        raise SomethingNewer


def _move(case: Case, act: Act, turn: Turn, *, waiting_on: str = "") -> bool:
    """Make it somebody's turn, if the table lets this act do so. Whether that changed anything."""
    if not allowed(act, before=case.turn, after=turn):
        raise MoveNotAllowed(turn)
    if (turn, waiting_on) == (case.turn, case.waiting_on):
        return False
    case.turn, case.waiting_on, case.waiting_since = turn, waiting_on, timezone.now()
    return True


def _hand_on(
    case: Case, turn: Turn, *, by: User | None, waiting_on: str = "", told: list[str] | None = None
) -> bool:
    """`told` names the facts about the person that the third party gets, where that was chosen (`turns.TOLD`)."""
    moved = _move(case, Act.HAND_ON, turn, waiting_on=waiting_on)
    if moved:
        chosen = {"told": told} if told is not None and turn == Turn.THIRD_PARTY else {}
        _happened(case, Activity.Verb.TURN, by=by, shown=True, turn=turn, waiting_on=waiting_on, **chosen)
        record(Verb.CASE_TURN_SET, by=by, office=case.office_id, subject=case.reference, turn=turn)
    return moved


def _save(case: Case) -> Case:
    """Store a case that the caller holds, as its next version."""
    case.version += 1
    case.full_clean()
    case.save()
    return case


@transaction.atomic
def reply_to_constituent(
    *,
    case: Case,
    body: str,
    by: User,
    turn: Turn,
    once: UUID,
    seen: int | None = None,
    waiting_on: str = "",
    next_on: date | None = None,
    files: Iterable[TakenIn] = (),
    told: list[str] | None = None,
) -> Message:
    """Send a reply with files that are in the store, say whose turn it is after it, and alert the constituent.

    `once` makes a double click one reply. `seen` is the version of the case that the writer had before them: if
    there is a newer one, nothing is sent and SomethingNewer is raised. NotReleased is raised while the person whom
    the case is about has not agreed that its writer speaks for them.
    """
    case = hold(case)
    if earlier := Message.objects.filter(uuid=once, case=case).first():
        return earlier
    if case.is_withheld:
        raise NotReleased
    _refuse_if_newer(case, seen)
    message = Message(
        office_id=case.office_id, case=case, uuid=once, direction=Message.Direction.OUT, body=body, author=by
    )
    message.full_clean()
    message.alert = alert_constituent(case=case)
    message.save()
    attach(case=case, message=message, files=files)
    ask_to_tell(message, case)
    _hand_on(case, turn, by=by, waiting_on=waiting_on, told=told)
    case.next_on = next_on
    _save(case)
    record(Verb.REPLY_SENT, by=by, office=case.office_id, subject=case.reference)
    return message


def _said_just_now(case: Case, body: str, *, by: User) -> Message | None:
    """The last message, if this person wrote just that a moment ago and the office has not moved the case since."""
    last = case.messages.last()
    if last is None or case.turn != Turn.OFFICE:
        return None
    same = (last.direction, last.author_id, last.body) == (Message.Direction.IN, by.pk, body)
    return last if same and timezone.now() - last.at < SAID_JUST_NOW else None


@transaction.atomic
def receive_message(*, case: Case, body: str, by: User, once: UUID, files: Iterable[TakenIn] = ()) -> Message:
    """Add what a constituent wrote to their case, and make it the office's turn.

    The same words once more, with no files, are the message that stands already: whoever goes back in the browser
    and presses the button again has a page that names the message anew.
    Raises MoveNotAllowed once the case is closed.
    """
    files = list(files)
    with scoped(office_scope(case.office_id)):
        case = hold(case)
        if earlier := Message.objects.filter(uuid=once, case=case).first():
            return earlier
        if not files and (earlier := _said_just_now(case, body, by=by)):
            return earlier
        message = Message(
            office_id=case.office_id,
            case=case,
            uuid=once,
            direction=Message.Direction.IN,
            body=body,
            author=by,
        )
        message.full_clean()
        message.save()
        attach(case=case, message=message, files=files)
        _hand_on(case, Turn.OFFICE, by=by)
        _save(case)
        record(Verb.MESSAGE_RECEIVED, by=by, office=case.office_id, subject=case.reference)
        return message


@transaction.atomic
def add_note(*, case: Case, body: str, by: User, once: UUID) -> Note:
    """Write something down for the office. It is never sent, and takes nothing away that others write."""
    case = hold(case)
    if earlier := Note.objects.filter(uuid=once, case=case).first():
        return earlier
    note = Note(office_id=case.office_id, case=case, uuid=once, body=body, author=by)
    note.full_clean()
    note.save()
    _save(case)
    record(Verb.NOTE_ADDED, by=by, office=case.office_id, subject=case.reference)
    return note


@transaction.atomic
def assign(*, case: Case, to: User | None, by: User, seen: int | None = None) -> Case:
    """Give the case to a person of the office, or to no one. Raises SomethingNewer."""
    case = hold(case)
    if case.assignee_id == (to.pk if to else None):
        return case
    _refuse_if_newer(case, seen)
    case.assignee = to
    _happened(case, Activity.Verb.ASSIGNED, by=by, to=str(to) if to else None)
    record(Verb.CASE_ASSIGNED, by=by, office=case.office_id, subject=case.reference, to=to.pk if to else None)
    return _save(case)


@transaction.atomic
def claim(*, case: Case, by: User) -> bool:
    """Take a case that is no one's. False if somebody was quicker."""
    case = hold(case)
    if case.assignee_id not in {None, by.pk}:
        return False
    assign(case=case, to=by, by=by)
    return True


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
    """Say whose turn it is, what the case waits on, and the next date, if there is one. Raises SomethingNewer."""
    case = hold(case)
    if (case.turn, case.waiting_on, case.next_on) == (turn, waiting_on, next_on):
        return case
    _refuse_if_newer(case, seen)
    moved = _hand_on(case, turn, by=by, waiting_on=waiting_on, told=told)
    if not moved and next_on != case.next_on:
        record(Verb.CASE_DATE_SET, by=by, office=case.office_id, subject=case.reference)
    case.next_on = next_on
    return _save(case)


@transaction.atomic
def close_case(*, case: Case, outcome: str, by: User, seen: int | None = None) -> Case:
    """Close a case with what came of it. Raises SomethingNewer, and MoveNotAllowed if it is closed otherwise."""
    case = hold(case)
    if not case.is_open and case.outcome == outcome:
        return case
    _refuse_if_newer(case, seen)
    if not case.is_open:
        raise MoveNotAllowed(Turn.NOBODY)
    record(Verb.CASE_CLOSED, by=by, office=case.office_id, subject=case.reference)
    return settle(case, outcome=outcome, by=by)


def settle(case: Case, *, outcome: str, by: User, **detail: str) -> Case:
    """Close an open case that the caller holds, as a part of an act that the caller writes down."""
    _move(case, Act.CLOSE, Turn.NOBODY)
    case.closed_at, case.outcome, case.next_on = case.waiting_since, outcome, None
    _happened(case, Activity.Verb.CLOSED, by=by, shown=True, outcome=outcome, **detail)
    return _save(case)


@transaction.atomic
def reopen_case(*, case: Case, by: User) -> Case:
    """Open a closed case again; it is the office's turn."""
    case = hold(case)
    return case if case.is_open else open_again(case, by=by)


def open_again(case: Case, *, by: User, **detail: str) -> Case:
    """Open a closed case that the caller holds."""
    _move(case, Act.REOPEN, Turn.OFFICE)
    case.closed_at, case.outcome = None, ""
    _happened(case, Activity.Verb.REOPENED, by=by, shown=True, **detail)
    record(Verb.CASE_REOPENED, by=by, office=case.office_id, subject=case.reference)
    return _save(case)
