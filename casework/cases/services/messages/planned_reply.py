"""Replies that go after some minutes: until then nothing has happened to the case, and the sender can undo them."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, ReplyDraft
from casework.cases.services.turn import lock_case
from casework.cases.turns import Turn

from .message import refuse_reply
from .reply_check import check_reply


@transaction.atomic
def plan_reply(
    *,
    draft: ReplyDraft,
    by: User,
    turn: Turn,
    once: UUID,
    seen: int | None,
    waiting_on: str = "",
    next_on: date | None = None,
    told: list[str] | None = None,
    reason: str = "",
) -> ReplyDraft:
    """Have a draft sent once the time of its office to undo it is over.

    It is checked now as a reply that goes at once is: see `reply_to_constituent` for what is raised.
    """
    case = lock_case(draft.case)
    checked = check_reply(case=case, body=draft.body, by=by, next_on=next_on, waiting_on=waiting_on)
    refuse_reply(case, checked, seen=seen, reason=reason)
    draft.planned = {
        "turn": turn,
        "waiting_on": waiting_on,
        "next_on": next_on.isoformat() if next_on else None,
        "told": told,
        "reason": reason,
    }
    draft.once, draft.author = once, by
    draft.send_at = timezone.now() + timedelta(minutes=case.office.undo_minutes)
    draft.save()
    record(Verb.REPLY_PLANNED, by=by, office=case.office_id, subject=case.reference)
    return draft


@transaction.atomic
def undo_reply(*, draft: ReplyDraft, by: User) -> bool:
    """Make a reply that has not gone yet a draft again. Return False if it is too late."""
    row = ReplyDraft.objects.select_for_update().filter(pk=draft.pk, send_at__gt=timezone.now()).first()
    if row is None:
        return False
    _make_draft(row)
    record(Verb.REPLY_UNDONE, by=by, office=row.office_id, subject=row.case.reference)
    return True


def give_back(*, draft: ReplyDraft, sentence: str) -> None:
    """Make a reply that cannot go any more a draft again, which says why."""
    draft.refused = [sentence]
    _make_draft(draft)
    case: Case = draft.case
    record(Verb.REPLY_NOT_SENT, by=draft.author, office=draft.office_id, subject=case.reference)


def _make_draft(draft: ReplyDraft) -> None:
    draft.send_at, draft.planned = None, {}
    draft.save()
