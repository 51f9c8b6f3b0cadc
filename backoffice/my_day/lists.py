"""What waits for one person today, each kind in one statement."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.utils import timezone

from casework.cases.models import Case, ContactTask, Message, PlannedAct, ReplyDraft
from casework.cases.turns import Turn
from casework.replies.models import OfficeWording

MOST = 100  # rows of one list; the queue has the rest


@dataclass
class OwnCases:
    """The open cases of a person that ask for something today. A case stands in the first list that fits."""

    due: list[Case] = field(default_factory=list)
    chase: list[Case] = field(default_factory=list)
    replies: list[Case] = field(default_factory=list)


def own_cases(user):
    """Return what is due or late, whom to chase, and where the person has written since the office last did."""
    today = timezone.localdate()
    said = Message.objects.in_offices_of(user).filter(case=OuterRef("pk"))
    latest = Subquery(said.order_by("-at", "-pk").values("direction")[:1])
    answered = Exists(said.filter(direction=Message.Direction.OUT))
    wrote = Q(turn=Turn.OFFICE, latest=Message.Direction.IN, answered=True)
    cases = Case.objects.in_offices_of(user).open().filter(assignee=user.pk).for_queue()
    rows = cases.annotate(latest=latest, answered=answered).filter(Q(next_on__lte=today) | wrote)
    found = OwnCases()
    for case in rows.soonest_first()[:MOST]:
        if case.next_on is None or case.next_on > today:
            found.replies.append(case)
        elif case.turn == Turn.THIRD_PARTY:
            found.chase.append(case)
        else:
            found.due.append(case)
    return found


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
