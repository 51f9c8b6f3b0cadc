"""What is written on a case: messages, which the constituent sees, with their files, and notes, which they do not."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.carried import names_of
from casework.cases.models import Activity, Case, CaseFile, Message, Note
from casework.cases.models.channel import WEB
from casework.cases.permissions import must_ask_for_sign_off
from casework.cases.services.alerts.alert import alert_constituent
from casework.cases.services.alerts.contact_task import ask_to_tell
from casework.cases.services.deadlines.deadline import note_acknowledged
from casework.cases.services.search import index_words
from casework.cases.services.turn import (
    MoveNotAllowed,
    hand_on,
    lock_case,
    note_event,
    open_again,
    refuse_edit_conflict,
    save,
)
from casework.cases.turns import Turn
from casework.checking import check_row
from casework.constituents.models import ContactPoint
from casework.files.intake import TakenIn
from casework.files.models import StoredFile
from casework.wall.scope import office_scope, scoped

from .draft import Held, take_draft
from .reply_check import Checked, ReplyStopped, check_reply

SAID_JUST_NOW = timedelta(minutes=10)


class NotReleased(Exception):
    """The person whom the case is about has not agreed, so only fixed messages may go to the writer."""


class SignOffNeeded(Exception):
    """Replies of this office need sign-off, and this one has none."""


def write_message(
    *,
    case: Case,
    direction: Message.Direction,
    body: str,
    sender: User | ContactPoint | None,
    channel: str | None = None,
    typed_by: User | None = None,
    once: UUID | None = None,
    fixed: str = "",
) -> Message:
    """Add a message to a locked case. An outgoing message alerts the constituent, or becomes a contact task.

    `sender` is the account that wrote it or the proved address that it came from; None if the sender is unverified.
    `channel` is the slug of the channel by which it came, `typed_by` the staff who typed it in.
    """
    message = Message(
        office_id=case.office_id,
        case=case,
        uuid=once or uuid4(),
        direction=direction,
        body=body,
        channel_id=channel,
        typed_by=typed_by,
        fixed=fixed,
        author=sender if isinstance(sender, User) else None,
        contact_point=sender if isinstance(sender, ContactPoint) else None,
        is_unverified=sender is None,
    )
    check_row(message)
    if direction == Message.Direction.OUT:
        message.alert = alert_constituent(case=case)
    message.save()
    index_words(case, body)
    if direction == Message.Direction.OUT:
        ask_to_tell(message, case)
        note_acknowledged(case)
    return message


def attach(*, case: Case, message: Message, files: Iterable[TakenIn | StoredFile]) -> None:
    """Attach stored files to a message, with what is known about viruses in them."""
    names = []
    for taken in files:
        file = CaseFile(
            office_id=case.office_id,
            case=case,
            message=message,
            **{name: getattr(taken, name) for name in names_of(StoredFile)},
        )
        if file.is_picture:
            file.thumbnail_due_at = file.stored_at
        file.save(force_insert=True)
        names.append(file.name)
        if file.quarantined_at:
            note_quarantined(file)
    if names:
        index_words(case, *names)


def note_quarantined(file: CaseFile, virus: str = "") -> None:
    """Record for office and constituent that a file is in quarantine. Its name is left out, because guests see the
    event.
    """
    note_event(file.case, Activity.Verb.HELD, by=None, shown=True, direction=file.message.direction)
    record(
        Verb.FILE_QUARANTINED,
        by=None,
        office=file.office_id,
        subject=file.case.reference,
        file=str(file.uuid),
        virus=virus[:80],
    )


def refuse_reply(case: Case, checked: Checked, *, seen: int | None, reason: str) -> None:
    """Raise NotReleased, EditConflict, ReplyStopped or MoveNotAllowed if this reply must not be sent on a locked
    case.
    """
    if case.is_withheld:
        raise NotReleased
    refuse_edit_conflict(case, seen)
    if not case.is_open:
        raise MoveNotAllowed
    if checked.stops(reason):
        raise ReplyStopped


def refuse_unsigned(case: Case, *, by: User, signed: bool) -> None:
    """Raise SignOffNeeded if a reply of this person needs sign-off and has none."""
    if not signed and must_ask_for_sign_off(by, case):
        raise SignOffNeeded


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
    draft: Held | None = None,
    kept: Collection[UUID] = (),
    reason: str = "",
    signed: bool = False,
) -> Message:
    """Send a reply with stored files, set whose turn it is, and alert the constituent.

    The reply replaces its `draft` and takes the draft's files that `kept` names. Its merge fields are filled.
    `reason` says why it goes although `check_reply` names an obstacle; without one ReplyStopped is raised. `once`
    makes a double click one reply. `seen` is the version of the case that the writer saw. Raise EditConflict if there
    is a later one, NotReleased while the person whom the case is about has not agreed, SignOffNeeded unless it is
    `signed` or needs no sign-off, MoveNotAllowed, or ToldNotChosen.
    """
    case = lock_case(case)
    if earlier := Message.objects.filter(uuid=once, case=case).first():
        return earlier
    checked = check_reply(case=case, body=body, by=by, next_on=next_on, waiting_on=waiting_on)
    refuse_reply(case, checked, seen=seen, reason=reason)
    refuse_unsigned(case, by=by, signed=signed)
    message = write_message(
        case=case, direction=Message.Direction.OUT, body=checked.text, sender=by, once=once
    )
    attach(case=case, message=message, files=files)
    if draft is not None:
        attach(case=case, message=message, files=take_draft(case, draft, files=kept))
    hand_on(case, turn, by=by, waiting_on=waiting_on, told=told)
    case.next_on = next_on
    save(case)
    despite = {"despite": checked.kinds, "reason": reason} if checked.obstacles else {}
    record(Verb.REPLY_SENT, by=by, office=case.office_id, subject=case.reference, **despite)
    return message


def _said_just_now(case: Case, body: str, *, by: User | None) -> Message | None:
    """Return the last message if this person wrote the same text a moment ago and the office has not moved the case
    since.
    """
    last = case.messages.last()
    if last is None or case.turn != Turn.OFFICE:
        return None
    author = by.pk if by else None
    same = (last.direction, last.author_id, last.body) == (Message.Direction.IN, author, body)
    return last if same and timezone.now() - last.at < SAID_JUST_NOW else None


@transaction.atomic
def receive_message(
    *, case: Case, body: str, by: User | None, once: UUID, files: Iterable[TakenIn | StoredFile] = ()
) -> Message:
    """Add what a constituent wrote to their case, and make it the office's turn. `by` is None for one let in by a code.

    The same text again without files returns the earlier message: a person who goes back and presses the button again
    has a page with a new `once`. Raise MoveNotAllowed once the case is closed.
    """
    files = list(files)
    with scoped(office_scope(case.office_id)):
        case = lock_case(case)
        if earlier := Message.objects.filter(uuid=once, case=case).first():
            return earlier
        if not files and (earlier := _said_just_now(case, body, by=by)):
            return earlier
        message = write_message(
            case=case, direction=Message.Direction.IN, body=body, sender=by, channel=WEB, once=once
        )
        attach(case=case, message=message, files=files)
        hand_on(case, Turn.OFFICE, by=by)
        # A message that arrives while it is the office's turn already starts the wait anew.
        case.waiting_since = case.news_at = timezone.now()
        save(case)
        office, reference = case.office_id, case.reference
        record(Verb.MESSAGE_RECEIVED, by=by, office=office, subject=reference, by_code=by is None)
        return message


@transaction.atomic
def log_contact(
    *, case: Case, channel: str, body: str, by: User, once: UUID, files: Iterable[TakenIn] = ()
) -> Message:
    """Add what a constituent said or wrote by another channel, as staff typed it in. It may reopen a closed case."""
    case = lock_case(case)
    if earlier := Message.objects.filter(uuid=once, case=case).first():
        return earlier
    if not case.is_open:
        case = open_again(case, by=by)
    message = write_message(
        case=case,
        direction=Message.Direction.IN,
        body=body,
        sender=None,
        channel=channel,
        typed_by=by,
        once=once,
    )
    attach(case=case, message=message, files=files)
    save(case)
    record(Verb.CONTACT_LOGGED, by=by, office=case.office_id, subject=case.reference, channel=channel)
    return message


@transaction.atomic
def add_note(*, case: Case, body: str, by: User, once: UUID) -> Note:
    """Add an internal note. It is never sent, and conflicts with no one's edit."""
    case = lock_case(case)
    if earlier := Note.objects.filter(uuid=once, case=case).first():
        return earlier
    note = Note(office_id=case.office_id, case=case, uuid=once, body=body, author=by)
    check_row(note)
    note.save()
    index_words(case, body)
    save(case)
    record(Verb.NOTE_ADDED, by=by, office=case.office_id, subject=case.reference)
    return note
