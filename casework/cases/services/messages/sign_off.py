"""Sign-off of replies: asked for by the writer, given or sent back by someone else of the office.

Every change locks the case first: if two people decide at once, the first decision counts and the second is told.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Activity, Case, Message, ReplyDraft, SignOff
from casework.cases.permissions import can_sign, can_work
from casework.cases.services.turn import lock_case, note_event
from casework.cases.turns import Turn
from casework.checking import check_row
from casework.offices.models import Membership, Office

from .planned_reply import check_planned, plan, send_draft, what_follows

Decision = SignOff.Decision


class DecidedAlready(Exception):
    """Someone else signed this reply, sent it back or withdrew it a moment ago."""


class NoSigner(Exception):
    """This person does not sign replies of this office."""


@transaction.atomic
def ask_for_sign_off(
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
) -> SignOff:
    """Have a draft wait until someone signs it off. It is checked as a reply that goes now is: see `plan_reply`."""
    lock_case(draft.case)
    draft.planned = what_follows(turn, waiting_on=waiting_on, next_on=next_on, told=told, reason=reason)
    draft.once, draft.author, draft.refused = once, by, []
    case = check_planned(draft, by=by, seen=seen, reason=reason)
    asked = SignOff(office_id=case.office_id, case=case, once=once, asked_by=by, asked=draft.body)
    check_row(asked)
    asked.save()
    draft.sign_off = asked
    draft.save()
    record(Verb.SIGN_OFF_ASKED, by=by, office=case.office_id, subject=case.reference)
    return asked


@transaction.atomic
def sign_and_send(
    *, sign_off: SignOff, by: User, body: str, version: int, seen: int | None, reason: str = ""
) -> Message | ReplyDraft:
    """Sign a reply off and send it, or plan it where the office has time to undo. Return what came of it.

    `body` is its text, changed or not, and `version` that of the draft that the signer read. It goes in the name of
    its writer, or of the signer if the writer no longer works here. Raise DecidedAlready, NoSigner, or what
    `reply_to_constituent` raises.
    """
    case, sign_off, draft = _lock(sign_off)
    if not can_sign(by, case):
        raise NoSigner
    if draft.version != version:
        raise DecidedAlready
    draft.author = sender_of(draft, case, signer=by)
    if body != draft.body:
        sign_off.changed_to, draft.body = body, body
        draft.version += 1
    draft.planned = draft.planned | {"reason": reason or draft.planned.get("reason", "")}
    _decide(sign_off, Decision.SIGNED, by=by)
    changed = sign_off.changed_to != ""
    note_event(case, Activity.Verb.SIGNED, by=by, writer=str(sign_off.asked_by or ""), changed=changed)
    record(Verb.REPLY_SIGNED, by=by, office=case.office_id, subject=case.reference, changed=changed)
    draft.sign_off = sign_off
    draft.save()
    if case.office.undo_minutes:
        check_planned(draft, by=draft.author, seen=seen, reason=draft.planned["reason"])
        return plan(draft, by=by)
    return send_draft(draft, seen=seen)


@transaction.atomic
def send_back(*, sign_off: SignOff, by: User, note: str) -> None:
    """Give a reply back to its writer with a note. Raise DecidedAlready or NoSigner."""
    case, sign_off, _draft = _lock(sign_off)
    if not can_sign(by, case):
        raise NoSigner
    sign_off.note = note
    _decide(sign_off, Decision.SENT_BACK, by=by)
    note_event(case, Activity.Verb.SENT_BACK, by=by, writer=str(sign_off.asked_by or ""))
    record(Verb.SIGN_OFF_SENT_BACK, by=by, office=case.office_id, subject=case.reference)


@transaction.atomic
def withdraw(*, sign_off: SignOff, by: User) -> ReplyDraft:
    """Make a reply that waits for sign-off a draft again. Raise DecidedAlready."""
    case, sign_off, draft = _lock(sign_off)
    _decide(sign_off, Decision.WITHDRAWN, by=by)
    record(Verb.SIGN_OFF_WITHDRAWN, by=by, office=case.office_id, subject=case.reference)
    return draft


def sender_of(draft: ReplyDraft, case: Case, *, signer: User) -> User:
    """Return in whose name a reply goes."""
    return draft.author if draft.author is not None and can_work(draft.author, case) else signer


@transaction.atomic
def set_sign_off(*, office: Office, how: Office.SignOffBy, named: Collection[Membership], by: User) -> None:
    """Say whose sign-off the replies of an office need. Without any, replies that wait are drafts again."""
    was = Office.objects.select_for_update(no_key=True).get(pk=office.pk).sign_off
    Office.objects.filter(pk=office.pk).update(sign_off=how)
    keys = [held.pk for held in named] if how == Office.SignOffBy.NAMED else []
    office.memberships.exclude(pk__in=keys).update(signs_replies=False)
    office.memberships.filter(pk__in=keys).update(signs_replies=True)
    record(Verb.SIGN_OFF_SET, by=by, office=office.pk, subject=office.slug, how=how or "off", named=len(keys))
    if was and not how:
        _release(office, by=by)


def _release(office: Office, *, by: User) -> None:
    sentence = _("Replies need no sign-off any more. Check this one and send it.")
    waiting = SignOff.objects.undecided().filter(office=office).order_by("case", "pk")
    for sign_off in waiting.select_related("case"):
        draft = withdraw(sign_off=sign_off, by=by)
        draft.refused = [sentence]
        draft.save(update_fields=["refused"])


def _lock(sign_off: SignOff) -> tuple[Case, SignOff, ReplyDraft]:
    """Lock the case of a request that is not decided yet. Return it, the request and its draft."""
    case = lock_case(sign_off.case)
    found = SignOff.objects.undecided().filter(pk=sign_off.pk).select_related("asked_by").first()
    draft = ReplyDraft.objects.filter(sign_off=sign_off.pk).select_related("author", "case").first()
    if found is None or draft is None:
        raise DecidedAlready
    return case, found, draft


def _decide(sign_off: SignOff, decision: SignOff.Decision, *, by: User | None) -> None:
    sign_off.decision, sign_off.decided_by, sign_off.decided_at = decision, by, timezone.now()
    sign_off.save()
