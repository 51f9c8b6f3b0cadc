"""One act on several cases. Each case is done by its own service; what cannot be done is left as it is and named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from casework.cases.models import Case, PlannedAct
from casework.cases.services.case import NotOfThisOffice
from casework.cases.services.planned_act import assign_or_plan, close_or_plan
from casework.cases.services.safety.risk import RiskNotSettled
from casework.cases.services.turn import MoveNotAllowed, set_turn
from casework.cases.turns import Turn


@dataclass
class Done:
    """The cases that were done, and those that were left because of a risk, or because their state forbids it.

    `due_at` is when they are done, if their office has time to undo it.
    """

    cases: list[Case] = field(default_factory=list)
    at_risk: list[Case] = field(default_factory=list)
    left: list[Case] = field(default_factory=list)
    due_at: datetime | None = None


def assign_several(*, cases: Iterable[Case], to: User | None, by: User) -> Done:
    batch = uuid4()
    return _each(cases, lambda case: assign_or_plan(case=case, to=to, by=by, batch=batch))


def set_date_of_several(*, cases: Iterable[Case], next_on: date | None, by: User) -> Done:
    """Set the next date, and leave whose turn it is."""
    return _each(
        cases,
        lambda case: set_turn(
            case=case, turn=Turn(case.turn), waiting_on=case.waiting_on, next_on=next_on, by=by
        ),
    )


def hand_several_on(*, cases: Iterable[Case], turn: Turn, by: User) -> Done:
    """Make it the office's or the constituents' turn, and leave the next date."""
    return _each(cases, lambda case: set_turn(case=case, turn=turn, next_on=case.next_on, by=by))


def close_several(*, cases: Iterable[Case], outcome: str, by: User) -> Done:
    """Close the cases with one outcome. A case with a risk that is not settled stays open."""
    batch = uuid4()
    return _each(cases, lambda case: close_or_plan(case=case, outcome=outcome, by=by, batch=batch))


@transaction.atomic
def _each(cases: Iterable[Case], act: Callable[[Case], object]) -> Done:
    done = Done()
    for case in cases:
        try:
            planned = act(case)
        except RiskNotSettled:
            done.at_risk.append(case)
        except (MoveNotAllowed, NotOfThisOffice):
            done.left.append(case)
        else:
            done.cases.append(case)
            if isinstance(planned, PlannedAct):
                done.due_at = planned.due_at
    return done
