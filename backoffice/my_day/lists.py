"""What waits for one person today, each kind in one statement."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from casework.cases.models import Case, ContactTask, Deadline, Message, PlannedAct, ReplyDraft
from casework.cases.turns import Turn
from casework.replies.models import OfficeWording

MOST = 100  # rows of one list; the queue has the rest
NEVER = Value(date.max)
DUE = Least(Coalesce("next_on", NEVER), Coalesce("deadline_by", NEVER))


@dataclass
class OwnCases:
    """The open cases of a person that ask for something today. A case stands in the first list that fits."""

    overdue: list[Case] = field(default_factory=list)
    due: list[Case] = field(default_factory=list)
    chase: list[Case] = field(default_factory=list)
    replies: list[Case] = field(default_factory=list)


def own_cases(user):
    """Return what is late or due, whom to chase, and where the person has written since the office last did.

    A case is due by its next date or by its soonest deadline, whichever comes first.
    """
    today = timezone.localdate()
    said = Message.objects.in_offices_of(user).filter(case=OuterRef("pk"))
    latest = Subquery(said.order_by("-at", "-pk").values("direction")[:1])
    answered = Exists(said.filter(direction=Message.Direction.OUT))
    wrote = Q(turn=Turn.OFFICE, latest=Message.Direction.IN, answered=True)
    cases = Case.objects.in_offices_of(user).open().filter(assignee=user.pk).for_queue()
    rows = cases.annotate(latest=latest, answered=answered, due=DUE).filter(Q(due__lte=today) | wrote)
    found = OwnCases()
    for case in rows.order_by("due", "waiting_since", "pk")[:MOST]:
        _list_of(case, found, today).append(case)
    return found


def _list_of(case, found, today):
    if case.due > today:
        return found.replies
    acknowledges = case.deadline_kind == Deadline.Kind.ACKNOWLEDGE and case.deadline_by <= today
    if case.turn == Turn.THIRD_PARTY and not acknowledges:
        return found.chase
    return found.overdue if case.due < today else found.due


def unassigned(user):
    """Return the open cases that no one has, longest waiting first."""
    cases = Case.objects.in_offices_of(user).open().filter(assignee=None).for_queue()
    return list(cases.order_by("waiting_since", "pk")[:MOST])


def contact_tasks(user):
    """Return replies of which someone must be told, on one's own cases and on those of no one."""
    tasks = ContactTask.objects.in_offices_of(user).open().select_related("case__constituent")
    return list(tasks.filter(Q(case__assignee=user.pk) | Q(case__assignee=None))[:MOST])


def drafts(user):
    """Return the replies that this person began and has not sent, and what they can still undo, latest first.

    Each row has `case__reference`, `case__subject`, `uuid`, `kind` ("reply" or an act), `due` and `since`.
    """
    columns = "case__reference", "case__subject", "uuid", "kind", "due", "since"
    replies = ReplyDraft.objects.in_offices_of(user).filter(author=user.pk).order_by()
    acts = PlannedAct.objects.in_offices_of(user).filter(author=user.pk).order_by()
    replies = replies.annotate(kind=Value("reply"), due=F("send_at"), since=F("saved_at"))
    acts = acts.annotate(kind=F("act"), due=F("due_at"), since=F("planned_at"))
    rows = replies.values_list(*columns, named=True).union(acts.values_list(*columns, named=True), all=True)
    return list(rows.order_by("-since", "uuid")[:MOST])


def wordings_to_check(user):
    """Return the texts that this person keeps and should check today."""
    kept = OfficeWording.objects.in_offices_of(user).in_use().filter(owner=user.pk)
    return list(kept.filter(review_on__lte=timezone.localdate())[:MOST])
