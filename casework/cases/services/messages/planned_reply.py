"""Replies that go after some minutes: until then nothing has happened to the case, and the sender can undo them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Message, ReplyDraft, SignOff
from casework.cases.services.turn import EditConflict, lock_case
from casework.cases.turns import Turn
from casework.replies.fields import fill

from .draft import Held
from .message import refuse_reply, refuse_unsigned, reply_to_constituent
from .reply_check import check_reply, merge_values


def what_follows(
    turn: Turn, *, waiting_on: str, next_on: date | None, told: list[str] | None, reason: str
) -> dict[str, Any]:
    """Return what follows from a reply, as its draft stores it."""
    return {
        "turn": turn,
        "waiting_on": waiting_on,
        "next_on": next_on.isoformat() if next_on else None,
        "told": told,
        "reason": reason,
    }


def next_date_of(draft: ReplyDraft) -> date | None:
    """Return the next date that a planned reply sets."""
    return date.fromisoformat(draft.planned["next_on"]) if draft.planned.get("next_on") else None


def text_as_sent(draft: ReplyDraft, case: Case) -> str:
    """Return the text of a planned reply with its fields filled, as it goes if nothing changes until then."""
    values = merge_values(
        case, by=draft.author, next_on=next_date_of(draft), waiting_on=draft.planned["waiting_on"]
    )
    return fill(draft.body, values).text


def check_planned(draft: ReplyDraft, *, by: User, seen: int | None, reason: str) -> Case:
    """Return the case of a reply, locked, or raise what `refuse_reply` raises if it could not go now."""
    case = lock_case(draft.case)
    checked = check_reply(
        case=case, body=draft.body, by=by, next_on=next_date_of(draft), waiting_on=draft.planned["waiting_on"]
    )
    refuse_reply(case, checked, seen=seen, reason=reason)
    return case


class AnotherPlanned(EditConflict):
    """Another reply on the case was planned since the writer looked at it. No page but a new one shows it."""


def planned_before(case: Case, once: UUID) -> ReplyDraft | None:
    """Return the planned reply of the page that names `once`, if its button was pressed before."""
    return ReplyDraft.objects.filter(case=case, once=once, send_at__isnull=False).first()


def planned_since(draft: ReplyDraft, minutes: int) -> bool:
    """Return whether another reply on the case of a draft was planned since its writer looked at the case.

    `minutes` is the time that the office has to undo a reply.
    """
    others = ReplyDraft.objects.filter(case=draft.case_id).exclude(pk=draft.pk)
    return others.filter(send_at__gt=draft.looked_at + timedelta(minutes=minutes)).exists()


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

    It is checked now as a reply that goes at once is: see `reply_to_constituent` for what is raised, and
    AnotherPlanned.
    """
    draft.planned = what_follows(turn, waiting_on=waiting_on, next_on=next_on, told=told, reason=reason)
    case = check_planned(draft, by=by, seen=seen, reason=reason)
    refuse_unsigned(case, by=by, signed=False)
    if planned_since(draft, case.office.undo_minutes):
        raise AnotherPlanned
    draft.once, draft.author = once, by
    return plan(draft, by=by)


def plan(draft: ReplyDraft, *, by: User) -> ReplyDraft:
    """Store when a checked reply goes: once the time of its office to undo it is over."""
    case: Case = draft.case
    draft.send_at = timezone.now() + timedelta(minutes=case.office.undo_minutes)
    draft.save()
    record(Verb.REPLY_PLANNED, by=by, office=case.office_id, subject=case.reference)
    return draft


def send_draft(draft: ReplyDraft, *, seen: int | None = None) -> Message:
    """Send a reply with its files and what follows from it, in the name of its author. Its draft is deleted."""
    planned = draft.planned
    sent = reply_to_constituent(
        case=draft.case,
        body=draft.body,
        by=draft.author,
        turn=Turn(planned["turn"]),
        once=draft.once,
        seen=seen,
        waiting_on=planned["waiting_on"],
        next_on=next_date_of(draft),
        told=planned["told"],
        draft=Held(draft.uuid, draft.page, draft.version),
        kept=list(draft.files.values_list("uuid", flat=True)),
        reason=planned["reason"],
        signed=draft.is_signed,
    )
    # The draft is still there if the same reply had been sent before.
    ReplyDraft.objects.filter(pk=draft.pk, once=sent.uuid).delete()
    return sent


@transaction.atomic
def undo_reply(*, draft: ReplyDraft, by: User) -> bool:
    """Make a reply that has not gone yet a draft again. Return False if it is too late.

    If its signer undoes it, it waits for sign-off again.
    """
    row = (
        ReplyDraft.objects.select_for_update(no_key=True)
        .filter(pk=draft.pk, send_at__gt=timezone.now())
        .first()
    )
    if row is None:
        return False
    if row.sign_off is not None:
        _undo_signing(row.sign_off, by=by)
    _make_draft(row, planned=row.planned if row.waits else {})
    record(Verb.REPLY_UNDONE, by=by, office=row.office_id, subject=row.case.reference)
    return True


def give_back(*, draft: ReplyDraft, sentence: str) -> None:
    """Make a reply that cannot go any more a draft again, which says why."""
    draft.refused = [sentence]
    if draft.is_signed:
        draft.sign_off.decision = SignOff.Decision.NOT_SENT
        draft.sign_off.save(update_fields=["decision"])
    _make_draft(draft, planned={})
    case: Case = draft.case
    record(Verb.REPLY_NOT_SENT, by=draft.author, office=draft.office_id, subject=case.reference)


def _undo_signing(sign_off: SignOff, *, by: User) -> None:
    if by.pk == sign_off.decided_by_id != sign_off.asked_by_id:
        sign_off.decision, sign_off.decided_by, sign_off.decided_at = "", None, None
    else:
        sign_off.decision, sign_off.decided_by = SignOff.Decision.WITHDRAWN, by
    sign_off.save()


def _make_draft(draft: ReplyDraft, *, planned: dict[str, Any]) -> None:
    draft.send_at, draft.planned = None, planned
    draft.save()
