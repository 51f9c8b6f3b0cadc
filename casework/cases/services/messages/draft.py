"""Saving and throwing away reply drafts. Everyone of the office reads a draft; no save overwrites an unread text."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.carried import names_of
from casework.cases.models import Case, DraftFile, ReplyDraft, SignOff
from casework.cases.services.turn import lock_case
from casework.files.intake import TakenIn
from casework.files.models import StoredFile

from .presence import note_writing


@dataclass(frozen=True)
class Held:
    """The draft that an opened page holds: `version` is what it read, 0 for none, and `page` names the page itself."""

    draft: UUID
    page: UUID
    version: int = 0

    def is_of(self, draft: ReplyDraft) -> bool:
        """Return whether this page has read or saved the latest text of the draft."""
        return draft.page == self.page or draft.version == self.version


@dataclass(frozen=True)
class Written:
    """What somebody has written so far: see the fields of `ReplyDraft`."""

    body: str
    entered: Mapping[str, list[str]]
    seen: int
    looked_at: datetime


@transaction.atomic
def save_draft(
    *,
    case: Case,
    by: User,
    held: Held,
    written: Written,
    files: Iterable[TakenIn] = (),
    without: Iterable[UUID] = (),
    refused: Iterable[str] = (),
) -> ReplyDraft:
    """Save what `by` has written, add `files` to it and take off those named by `without`.

    If another page has saved the draft since this one read it, or it waits for sign-off or to be sent, the text becomes
    a draft of its own: the uuid of the returned draft then differs from that of `held`.
    """
    draft = ReplyDraft.objects.select_for_update(no_key=True).filter(uuid=held.draft, case=case).first()
    if draft is None or draft.send_at or draft.waits or not held.is_of(draft):
        draft = _begin(case, uuid=held.draft if draft is None else uuid4(), by=by)
    else:
        draft.version += 1
    draft.body, draft.entered, draft.refused = written.body, dict(written.entered), list(refused)
    draft.seen, draft.looked_at, draft.page = written.seen, written.looked_at, held.page
    draft.author, draft.saved_at = by, timezone.now()
    draft.save()
    draft.files.filter(uuid__in=list(without)).delete()
    _add(draft, files)
    note_writing(case=case, by=by)
    return draft


def _begin(case: Case, *, uuid: UUID, by: User) -> ReplyDraft:
    """Create a draft, under another uuid if a row out of sight has this one."""
    record(Verb.DRAFT_BEGUN, by=by, office=case.office_id, subject=case.reference)
    try:
        with transaction.atomic():
            return ReplyDraft.objects.create(office_id=case.office_id, case=case, uuid=uuid, author=by)
    except IntegrityError:
        return ReplyDraft.objects.create(office_id=case.office_id, case=case, author=by)


def _add(draft: ReplyDraft, files: Iterable[TakenIn]) -> None:
    for taken in files:
        facts = {name: getattr(taken, name) for name in names_of(StoredFile)}
        DraftFile.objects.create(office_id=draft.office_id, case_id=draft.case_id, draft=draft, **facts)


@transaction.atomic
def throw_away(*, draft: ReplyDraft, by: User) -> bool:
    """Delete a draft with its files. The sweep removes the bytes. Sign-off that its writer asked for is withdrawn.

    Return False, and keep it, if it is about to go or waits for the sign-off that someone else asked for.
    """
    lock_case(draft.case)
    row = ReplyDraft.objects.select_related("sign_off").filter(pk=draft.pk).first()
    if row is None:
        return True
    if row.send_at or (row.waits and row.sign_off.asked_by_id != by.pk):
        return False
    if row.waits:
        withdrawn = {"decision": SignOff.Decision.WITHDRAWN, "decided_by": by, "decided_at": timezone.now()}
        SignOff.objects.undecided().filter(pk=row.sign_off_id).update(**withdrawn)
    row.delete()
    record(Verb.DRAFT_THROWN_AWAY, by=by, office=row.office_id, subject=draft.case.reference)
    return True


def take_draft(case: Case, held: Held, *, files: Collection[UUID]) -> list[DraftFile]:
    """Delete the draft that is sent now. Return those of its files that its page showed, for the caller to attach.

    A draft that somebody else has saved since is not what is sent: its text stays.
    """
    rows = DraftFile.objects.filter(case=case, uuid__in=files)
    shown = list(rows)
    rows.delete()
    draft = ReplyDraft.objects.select_for_update(no_key=True).filter(uuid=held.draft, case=case).first()
    if draft is not None and held.is_of(draft):
        draft.delete()
    return shown
