"""What waits for one person today, in three statements: their cases, whom to tell, and what they have to finish."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone

from backoffice.access import MANAGING_ROLES
from casework.cases.models import (
    Case,
    ContactTask,
    Deadline,
    Message,
    OfficeGuide,
    PlannedAct,
    ReplyDraft,
)
from casework.cases.models.deadlines.deadline import soonest_deadline
from casework.cases.turns import Turn
from casework.offices.prepared import Prepared
from casework.offices.visibility import offices_of
from casework.replies.models import OfficeWording

MOST = 100  # rows of one list; the queue has the rest
NO_ONES = 20  # cases of no one, which the whole office sees; more are a matter of the queue
NEVER = Value(date.max)
DUE = Least(Coalesce("next_on", NEVER), Coalesce(soonest_deadline("by"), NEVER))
SOONEST_FIRST = "due", "waiting_since", "pk"
TEXT, GUIDE = "text", "guide"  # the kinds of what someone has to check, among drafts


@dataclass
class Cases:
    """The open cases that ask for something today. A person's own case stands in the first list that fits."""

    overdue: list[Case] = field(default_factory=list)
    due: list[Case] = field(default_factory=list)
    chase: list[Case] = field(default_factory=list)
    replies: list[Case] = field(default_factory=list)
    unassigned: list[Case] = field(default_factory=list)
    more_unassigned: bool = False

    @property
    def number(self) -> int:
        return sum(map(len, (self.overdue, self.due, self.chase, self.replies, self.unassigned)))


def _cases_today(user, *, today):
    said = Message.objects.in_offices_of(user).filter(case=OuterRef("pk"))
    latest = Subquery(said.order_by("-at", "-pk").values("direction")[:1])
    answered = Exists(said.filter(direction=Message.Direction.OUT))
    wrote = Q(turn=Turn.OFFICE, latest=Message.Direction.IN, answered=True)
    cases = Case.objects.in_offices_of(user).open()
    own = cases.filter(assignee=user.pk).annotate(latest=latest, answered=answered, due=DUE)
    own = own.filter(Q(due__lte=today) | wrote).order_by(*SOONEST_FIRST).values("pk")[:MOST]
    no_ones = cases.filter(assignee=None).order_by("waiting_since", "pk").values("pk")[: NO_ONES + 1]
    rows = cases.filter(Q(pk__in=own) | Q(pk__in=no_ones)).for_queue().annotate(due=DUE)
    return rows.order_by(*SOONEST_FIRST)


CASES_TODAY = Prepared(_cases_today)


def cases_today(user):
    """Return what is late or due, whom to chase, where the person has written since the office last did, and what no
    one has, the longest waiting first.

    A case is due by its next date or by its soonest deadline, whichever comes first.
    """
    today, found = timezone.localdate(), Cases()
    for case in CASES_TODAY.rows(user, today=today):
        _list_of(case, found, today).append(case)
    unassigned = sorted(found.unassigned, key=lambda case: (case.waiting_since, case.pk))
    found.unassigned, found.more_unassigned = unassigned[:NO_ONES], len(unassigned) > NO_ONES
    return found


def _list_of(case, found, today):
    if case.assignee is None:
        return found.unassigned
    if case.due > today:
        return found.replies
    acknowledges = case.deadline_kind == Deadline.Kind.ACKNOWLEDGE and case.deadline_by <= today
    if case.turn == Turn.THIRD_PARTY and not acknowledges:
        return found.chase
    return found.overdue if case.due < today else found.due


def contact_tasks(user):
    """Return replies of which someone must be told, on one's own cases and on those of no one: one of each case."""
    tasks = ContactTask.objects.in_offices_of(user).open().select_related("case__constituent")
    rows = tasks.filter(Q(case__assignee=user.pk) | Q(case__assignee=None))[:MOST]
    return list({task.case_id: task for task in rows}.values())


def to_finish(user):
    """Return the drafts of this person with what they can still undo, latest first, and what they should check.

    A draft has `case__reference`, `case__subject`, `uuid`, `kind` ("reply" or an act), `due` and `since`. What they
    should check are their own wordings and the guides of the offices they manage, with `kind`, `day` and
    `case__subject`: its name.
    """
    columns = "case__reference", "case__subject", "uuid", "kind", "due", "since", "day"
    no_day = Cast(Value(None), DateField())
    replies = ReplyDraft.objects.in_offices_of(user).filter(author=user.pk).order_by()
    replies = replies.annotate(kind=Value("reply"), due=F("send_at"), since=F("saved_at"), day=no_day)
    acts = PlannedAct.objects.in_offices_of(user).filter(author=user.pk).order_by()
    acts = acts.annotate(kind=F("act"), due=F("due_at"), since=F("planned_at"), day=no_day)
    texts = OfficeWording.objects.in_offices_of(user).in_use().filter(owner=user.pk).order_by()
    texts = texts.filter(review_on__lte=timezone.localdate()).values_list(
        Value(""), "name", "uuid", Value(TEXT), Cast(Value(None), DateTimeField()), "changed_at", "review_on"
    )
    managed = offices_of(user, roles=MANAGING_ROLES)
    guides = OfficeGuide.objects.in_offices_of(user).to_check().filter(office__in=managed).order_by()
    guides = guides.values_list(
        Value(""),
        "topic__name",
        "uuid",
        Value(GUIDE),
        Cast(Value(None), DateTimeField()),
        "changed_at",
        "review_on",
    )
    rows = replies.values_list(*columns, named=True).union(
        acts.values_list(*columns), texts, guides, all=True
    )
    rows = list(rows.order_by("-since", "uuid"))
    checks = [row for row in rows if row.kind in {TEXT, GUIDE}]
    drafts = [row for row in rows if row.kind not in {TEXT, GUIDE}]
    return drafts, sorted(checks, key=lambda row: (row.day, row.case__subject))
