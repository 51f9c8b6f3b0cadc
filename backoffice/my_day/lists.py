"""What waits for one person today, in three statements: their cases, whom to tell, and what they have to finish."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least, NullIf
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
from casework.cases.models.queue.covering import named_cover_is
from casework.cases.turns import Turn
from casework.offices.models import Away
from casework.offices.prepared import Prepared
from casework.offices.visibility import offices_of
from casework.replies.models import OfficeWording

MOST = 100  # rows of one list; the queue has the rest
NO_ONES = 20  # cases of no one, which the whole office sees; more are a matter of the queue
NEVER = Value(date.max)
DUE = Least(Coalesce("next_on", NEVER), Coalesce(soonest_deadline("by"), NEVER))
SOONEST_FIRST = "due", "waiting_since", "pk"
WAITING = "waiting"  # the kind of a draft that waits for sign-off
TEXT, GUIDE = "text", "guide"  # the kinds of what someone has to check
COVER, UNCOVERED = "cover", "uncovered"  # the kinds of colleagues who are away


@dataclass
class Cases:
    """The open cases that ask for something today. A case of a person stands in the first list that fits.

    Beside their own these are the cases of colleagues who are away and have named them as the cover.
    """

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

    def asking(rows):
        """Return the keys of those of `rows` that ask for something today."""
        rows = rows.annotate(latest=latest, answered=answered, due=DUE)
        return rows.filter(Q(due__lte=today) | wrote).order_by(*SOONEST_FIRST).values("pk")[:MOST]

    own = asking(cases.filter(assignee=user.pk))
    covered = asking(cases.filter(named_cover_is(user, today=today)))
    no_ones = cases.filter(assignee=None).order_by("waiting_since", "pk").values("pk")[: NO_ONES + 1]
    rows = cases.filter(Q(pk__in=own) | Q(pk__in=covered) | Q(pk__in=no_ones)).for_queue().annotate(due=DUE)
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
    """Return replies of which someone must be told, one of each case.

    The cases are one's own, those that one covers and those of no one.
    """
    tasks = ContactTask.objects.in_offices_of(user).open().select_related("case__constituent")
    cases = Case.objects.in_offices_of(user)
    covered = cases.filter(named_cover_is(user, today=timezone.localdate())).values("pk")
    own = Q(case__assignee=user.pk) | Q(case__assignee=None) | Q(case__in=covered)
    return list({task.case_id: task for task in tasks.filter(own)[:MOST]}.values())


@dataclass
class Beside:
    """What stands beside the cases of My day: rows with `kind`, and with the columns that `beside` names."""

    drafts: list[Any] = field(default_factory=list)
    checks: list[Any] = field(default_factory=list)
    cover: list[Any] = field(default_factory=list)


COLUMNS = "case__reference", "case__subject", "uuid", "kind", "due", "since", "day"
NO_DAY, NO_MOMENT = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())


def beside(user):
    """Return the drafts of this person with what they can still undo, what they should check, and for whom they cover.

    A draft has `case__reference`, `case__subject`, `uuid`, `kind` ("reply", "waiting" or an act), `due` and `since`.
    What they should check are their own wordings and the guides of the offices they manage, with `kind`, `day` and
    `case__subject`: its name. Cover is the same of colleagues who are away, until `day`.
    """
    rows = _replies(user).union(_acts(user), _wordings(user), _guides(user), _away(user), all=True)
    found = Beside()
    lists = dict.fromkeys((TEXT, GUIDE), found.checks) | dict.fromkeys((COVER, UNCOVERED), found.cover)
    for row in rows.order_by("-since", "uuid"):
        lists.get(row.kind, found.drafts).append(row)
    for dated in (found.checks, found.cover):
        dated.sort(key=lambda row: (row.day, row.case__subject))
    return found


def _replies(user):
    waits = When(sign_off__isnull=False, sign_off__decided_at=None, then=Value(WAITING))
    kind = models.Case(waits, default=Value("reply"))
    rows = ReplyDraft.objects.in_offices_of(user).filter(author=user.pk).order_by()
    rows = rows.annotate(kind=kind, due=F("send_at"), since=F("saved_at"), day=NO_DAY)
    return rows.values_list(*COLUMNS, named=True)


def _acts(user):
    rows = PlannedAct.objects.in_offices_of(user).filter(author=user.pk).order_by()
    rows = rows.annotate(kind=F("act"), due=F("due_at"), since=F("planned_at"), day=NO_DAY)
    return rows.values_list(*COLUMNS)


def _wordings(user):
    rows = OfficeWording.objects.in_offices_of(user).in_use().filter(owner=user.pk).order_by()
    rows = rows.filter(review_on__lte=timezone.localdate())
    return rows.values_list(Value(""), "name", "uuid", Value(TEXT), NO_MOMENT, "changed_at", "review_on")


def _guides(user):
    managed = offices_of(user, roles=MANAGING_ROLES)
    rows = OfficeGuide.objects.in_offices_of(user).to_check().filter(office__in=managed).order_by()
    return rows.values_list(
        Value(""), "topic__name", "uuid", Value(GUIDE), NO_MOMENT, "changed_at", "review_on"
    )


def _away(user):
    """Return colleagues who are away and named this person as the cover; for managers those without a cover too."""
    uncovered = Q(cover=None, office__in=offices_of(user, roles=MANAGING_ROLES))
    rows = Away.objects.in_offices_of(user).in_force().filter(Q(cover=user.pk) | uncovered).order_by()
    called = Coalesce(NullIf("person__name", Value("")), "person__email", output_field=CharField())
    kind = models.Case(When(cover=None, then=Value(UNCOVERED)), default=Value(COVER))
    rows = rows.exclude(person=user.pk)
    return rows.values_list(Value(""), called, "uuid", kind, NO_MOMENT, NO_MOMENT, "ends_on")
