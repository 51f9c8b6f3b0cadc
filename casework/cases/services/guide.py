"""Keeping guides to topics, and ticking the steps of their checklists on a case."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, ChecklistTick
from casework.cases.models.guide import Guide
from casework.kept_texts import keep, withdraw


def keep_guide(*, guide: Guide, by: User, seen: datetime | None = None) -> Guide:
    """Store a new or changed guide, as `keep` does."""
    return keep(guide, verb=Verb.GUIDE_KEPT, by=by, seen=seen)


def remove_guide(*, guide: Guide, by: User) -> None:
    """Show a guide no longer. What is ticked on cases stays there."""
    withdraw(guide, since="removed_at", verb=Verb.GUIDE_REMOVED, by=by)


def lines_of(text: str) -> list[str]:
    """Return the entries of a text with one entry a line, each once and without empty ones."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


@transaction.atomic
def tick_steps(*, case: Case, tick: Iterable[str], untick: Collection[str], by: User) -> bool:
    """Tick and untick steps of a checklist on a case. Return whether anything changed; twice is no error."""
    gone, _each = ChecklistTick.objects.filter(case=case, step__in=untick).delete()
    ticked = set(ChecklistTick.objects.filter(case=case).values_list("step", flat=True))
    rows = [
        ChecklistTick(office_id=case.office_id, case=case, step=step, by=by)
        for step in tick
        if step not in ticked
    ]
    ChecklistTick.objects.bulk_create(rows, ignore_conflicts=True)
    if gone or rows:
        record(Verb.CHECKLIST_TICKED, by=by, office=case.office_id, subject=case.reference)
    return bool(gone or rows)
