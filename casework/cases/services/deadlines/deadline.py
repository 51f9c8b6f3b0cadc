"""The deadlines of a case, from its opening to its end. They follow whose turn it is.

Services that hold the case locked call these. A deadline is a date from the moment it is set: a manager who changes the
number of days changes no date that colleagues have planned with.
"""

from django.utils import timezone

from casework.cases.models import Case, Deadline, DeadlineRule
from casework.cases.models.deadlines.rule import USUAL
from casework.cases.turns import Turn
from casework.working_days import working_days_after

Kind = Deadline.Kind
OF_TURN = {Turn.OFFICE: Kind.ANSWER, Turn.THIRD_PARTY: Kind.CHASE}


def rule_of(office: int, nature: str) -> DeadlineRule:
    """Return what the office set for this nature of case, or else what is usual, which is not stored."""
    usual = USUAL[Case.Nature(nature)]
    set_by_office = DeadlineRule.objects.filter(office=office, nature=nature).first()
    return set_by_office or DeadlineRule(office_id=office, nature=nature, **usual)


def begin_deadlines(case: Case) -> None:
    """Set the first deadlines of a case that this office has just got: acknowledge it, and answer it."""
    _add(case, Kind.ACKNOWLEDGE, Kind.ANSWER)


def end_deadlines(case: Case) -> None:
    """End those of the turn that is over. Only the acknowledgement outlasts it, unless the case is closed."""
    over = Deadline.objects.filter(case=case)
    if case.turn != Turn.NOBODY:
        over = over.exclude(kind=Kind.ACKNOWLEDGE)
    over.delete()


def note_acknowledged(case: Case) -> None:
    """End the first deadline: the office has written to the person."""
    Deadline.objects.filter(case=case, kind=Kind.ACKNOWLEDGE).delete()


def follow_turn(case: Case) -> None:
    """Set the deadline that the present turn needs, unless it stands already.

    A next date that staff chose takes the place of the day to chase a third party.
    """
    wanted = OF_TURN.get(Turn(case.turn))
    if wanted == Kind.CHASE and case.next_on is not None:
        Deadline.objects.filter(case=case, kind=wanted).delete()
    elif wanted and not Deadline.objects.filter(case=case, kind=wanted).exists():
        _add(case, wanted)


def _add(case: Case, *kinds: Deadline.Kind) -> None:
    rule = rule_of(case.office_id, case.nature)
    numbers = {
        Kind.ACKNOWLEDGE: rule.acknowledge_in,
        Kind.ANSWER: rule.answer_in,
        Kind.CHASE: rule.chase_in,
    }
    since = timezone.localdate(case.waiting_since)
    Deadline.objects.bulk_create(
        Deadline(office_id=case.office_id, case=case, kind=kind, by=working_days_after(since, numbers[kind]))
        for kind in kinds
    )
