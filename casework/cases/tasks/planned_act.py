"""Closing, assigning and passing on cases once the time to undo that is over."""

from casework.cases.models import PlannedAct
from casework.cases.services.planned_act import do_planned, note_not_done

from .planned import do_due


def do_planned_acts() -> None:
    """Do each act that is due. One that cannot be done waits for its author to read that."""
    do_due(PlannedAct, due="due_at", do=do_planned, author_left=note_not_done, refused=note_not_done)
