"""Keeping guides to topics, and ticking the steps of their checklists on a case."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, ChecklistTick
from casework.cases.models.guide import Guide
from casework.checking import refuse_changed


@transaction.atomic
def keep_guide(*, guide: Guide, by: User, seen: datetime | None = None) -> Guide:
    """Store a new or changed guide. Raise ValidationError for one that may not be.

    `seen` is its `changed_at` as the writer saw it. Raise RowChanged if someone else changed it since.
    """
    refuse_changed(guide, seen=seen)
    guide.owner = guide.owner or by
    guide.changed_at = timezone.now()
    guide.full_clean()
    guide.save()
    record(Verb.GUIDE_KEPT, by=by, office=_office_of(guide), subject=str(guide.uuid))
    return guide


@transaction.atomic
def remove_guide(*, guide: Guide, by: User) -> None:
    """Show a guide no longer. What is ticked on cases stays there. Twice is no error."""
    rows = type(guide)._base_manager.filter(pk=guide.pk, removed_at=None)
    if rows.update(removed_at=timezone.now()):
        record(Verb.GUIDE_REMOVED, by=by, office=_office_of(guide), subject=str(guide.uuid))


def _office_of(guide: Guide) -> int | None:
    return getattr(guide, "office_id", None)


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
