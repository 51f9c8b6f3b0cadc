"""Closing, handing over and passing on after some minutes: until then nothing has happened, and it can be undone.

An office without time to undo does it at once. What is planned is a due row, as a reply that waits is.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, PlannedAct
from casework.cases.services.sharing.transfer import Parts, offer_transfer
from casework.offices.models import Office

from .case import assign, close_case
from .turn import EditConflict, lock_case

Act = PlannedAct.Act
Do = Callable[[Case, dict[str, Any], User, int | None], object]


class _Tried(Exception):
    """Rolls back an act that was only tried."""


def assign_or_plan(
    *, case: Case, to: User | None, by: User, seen: int | None = None, batch: UUID | None = None
) -> PlannedAct | None:
    """Assign a case, or plan to. Assigning it to `by` is done at once. See `assign` for the errors."""
    facts = {"to": to.pk if to else None, "name": str(to) if to else "", "had": case.assignee_id}
    at_once = to == by or facts["to"] == case.assignee_id
    return _do_or_plan(Act.ASSIGN, case, facts, by=by, seen=seen, batch=batch, at_once=at_once)


def close_or_plan(
    *, case: Case, outcome: str, by: User, seen: int | None = None, batch: UUID | None = None
) -> PlannedAct | None:
    """Close a case, or plan it. See `close_case` for what is raised."""
    return _do_or_plan(Act.CLOSE, case, {"outcome": outcome}, by=by, seen=seen, batch=batch)


def offer_or_plan(
    *,
    case: Case,
    to_office: Office,
    purpose: str,
    agreed_how: str,
    agreed_on: date,
    parts: Parts,
    by: User,
) -> PlannedAct | None:
    """Offer a case to another office, or plan it. See `offer_transfer` for what is raised."""
    facts = {
        "to_office": to_office.pk,
        "office": to_office.name,
        "purpose": purpose,
        "agreed_how": agreed_how,
        "agreed_on": agreed_on.isoformat(),
        "parts": asdict(parts),
    }
    return _do_or_plan(Act.OFFER, case, facts, by=by)


def _assign(case: Case, facts: dict[str, Any], by: User, seen: int | None) -> None:
    to = User.objects.get(pk=facts["to"]) if facts["to"] else None
    assign(case=case, to=to, by=by, seen=seen)


def _close(case: Case, facts: dict[str, Any], by: User, seen: int | None) -> None:
    close_case(case=case, outcome=facts["outcome"], by=by, seen=seen)


def _offer(case: Case, facts: dict[str, Any], by: User, seen: int | None) -> None:
    offer_transfer(
        case=case,
        to_office=Office.objects.get(pk=facts["to_office"]),
        purpose=facts["purpose"],
        agreed_how=facts["agreed_how"],
        agreed_on=date.fromisoformat(facts["agreed_on"]),
        parts=Parts(**facts["parts"]),
        by=by,
    )


ACTS: dict[str, Do] = {Act.ASSIGN: _assign, Act.CLOSE: _close, Act.OFFER: _offer}


@transaction.atomic
def _do_or_plan(
    act: PlannedAct.Act,
    case: Case,
    facts: dict[str, Any],
    *,
    by: User,
    seen: int | None = None,
    batch: UUID | None = None,
    at_once: bool = False,
) -> PlannedAct | None:
    """Do an act, or try it and plan it for the time when it can no longer be undone. Return what is planned."""
    minutes = case.office.undo_minutes
    if at_once or not minutes:
        ACTS[act](case, facts, by, seen)
        return None
    # The worker locks in this order too: first what was planned, then the case.
    PlannedAct.objects.select_for_update(of=("self",), no_key=True).filter(
        case=case, author=by, act=act
    ).first()
    lock_case(case)
    with suppress(_Tried), transaction.atomic():
        ACTS[act](case, facts, by, seen)
        raise _Tried
    now = timezone.now()
    planned, _created = PlannedAct.objects.update_or_create(
        case=case,
        author=by,
        act=act,
        defaults={
            "office_id": case.office_id,
            "facts": facts,
            "batch": batch or uuid4(),
            "planned_at": now,
            "due_at": now + timedelta(minutes=minutes),
        },
    )
    record(Verb.ACT_PLANNED, by=by, office=case.office_id, subject=case.reference, act=act.value)
    return planned


def do_planned(planned: PlannedAct) -> None:
    """Do what was planned. Raise EditConflict if what it rests on has changed, or what the service of the act raises.

    A message or a new owner since then makes it another decision; a reply of the office does not.
    """
    case = lock_case(planned.case)
    if planned.act == Act.ASSIGN:
        outdated = case.assignee_id not in {planned.facts["had"], planned.facts["to"]}
    else:
        outdated = case.news_at is not None and case.news_at > planned.planned_at
    if outdated:
        raise EditConflict
    ACTS[planned.act](case, planned.facts, planned.author, None)
    planned.delete()


def note_not_done(planned: PlannedAct) -> None:
    """Keep what could not be done for its author to read."""
    planned.due_at = None
    planned.save(update_fields=["due_at"])
    record(
        Verb.ACT_NOT_DONE,
        by=planned.author,
        office=planned.office_id,
        subject=planned.case.reference,
        act=planned.act,
    )


@transaction.atomic
def undo_acts(*, planned: PlannedAct, by: User) -> int:
    """Undo what `by` planned at once with this act and is not due yet. Return how many acts that were.

    What could not be done is removed with it: its author has read that.
    """
    mine = PlannedAct.objects.filter(batch=planned.batch, author=by)
    locked = (
        mine.filter(due_at__gt=timezone.now())
        .select_for_update(of=("self",), no_key=True)
        .select_related("case")
    )
    waiting = list(locked)
    for each in waiting:
        reference = each.case.reference
        record(Verb.ACT_UNDONE, by=by, office=each.office_id, subject=reference, act=each.act)
    PlannedAct.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    mine.filter(due_at=None).delete()
    return len(waiting)
