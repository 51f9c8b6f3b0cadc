"""The guides to the topic of a case as its page shows them, with what is ticked in their checklists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from casework.cases.models import ChecklistTick, OfficeGuide, SharedGuide
from casework.cases.services.guide import lines_of

PARTS = ("member_can", "others_can", "questions", "checklist")
OFFICE, SHARED, TICK = "office", "shared", "tick"  # kinds of rows; in this order by name


@dataclass(frozen=True)
class Step:
    """A step of a checklist; `by` and `at` say who ticked it and when."""

    text: str
    done: bool = False
    by: str = ""
    at: object = None


@dataclass(frozen=True)
class Guides:
    """The guides to the topic of a case, that of its office first, and the steps of all their checklists.

    Each of `rows` has `kind`, `member_can`, `others_can` and `questions`.
    """

    rows: list[Any]
    steps: list[Step]

    def __bool__(self):
        return bool(self.rows)


def guides_on(case, user):
    """Return the guides to the topic of a case with what is ticked, in one SQL statement.

    A ticked step that no guide has any longer stands at the end.
    """
    columns = ("kind", *PARTS, "at")
    no_time, empty = Cast(Value(None), DateTimeField()), Cast(Value(""), CharField())
    own = OfficeGuide.objects.in_offices_of(user).in_use().filter(office=case.office_id, topic=case.topic_id)
    shared = SharedGuide.objects.in_use().filter(topic=case.topic_id)
    ticks = ChecklistTick.objects.in_offices_of(user).filter(case=case).order_by()
    rows = own.order_by().annotate(kind=Value(OFFICE), at=no_time).values_list(*columns, named=True)
    rows = rows.union(
        shared.order_by().annotate(kind=Value(SHARED), at=no_time).values_list(*columns),
        ticks.values_list(Value(TICK), "step", "by__name", empty, empty, "at"),
        all=True,
    )
    return _with_steps(sorted(rows.order_by(), key=lambda row: row.kind))


def _with_steps(rows):
    ticked = {
        row.member_can: Step(row.member_can, done=True, by=row.others_can or _("Someone"), at=row.at)
        for row in rows
        if row.kind == TICK
    }
    guides = [row for row in rows if row.kind != TICK]
    lines = lines_of("\n".join([*(row.checklist for row in guides), *sorted(ticked)]))
    return Guides(guides, [ticked.get(line, Step(line)) for line in lines])
