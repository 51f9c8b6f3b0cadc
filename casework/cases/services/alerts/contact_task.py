"""Contact tasks: what no mail or text may announce, so someone phones or writes and records it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Message
from casework.cases.models.alerts.contact_task import ContactTask
from casework.constituents.models import AlertWay, ContactPoint
from casework.wall.scope import ALL, scoped

from .address import note_answer
from .address_correction import may_correct
from .alert import alert_constituent, choice_about


def ask_to_tell(message: Message, case: Case) -> None:
    """Create a contact task for a reply without an alert, unless the person chose to look for themselves."""
    if message.alert is None and _wants_to_know(case):
        ContactTask.objects.create(office_id=case.office_id, case=case, message=message)


def tell_of_end(case: Case) -> None:
    """Alert the person that their case was closed, or make that a task of the office."""
    if alert_constituent(case=case) is None and _wants_to_know(case):
        need_contact(case, ContactTask.Why.CLOSED)


def _wants_to_know(case: Case) -> bool:
    choice = choice_about(case)
    return not (choice and choice.way == AlertWay.NONE)


def need_contact(case: Case, why: ContactTask.Why) -> None:
    """Make a contact task for this reason, unless there is an open one."""
    ContactTask.objects.get_or_create(
        case=case, why=why, done_at=None, message=None, defaults={"office_id": case.office_id}
    )


@transaction.atomic
def complete_contact_task(*, task: ContactTask, by: User) -> None:
    """Record that the person was told. Repeating it is no error."""
    if ContactTask.objects.open().filter(pk=task.pk).update(done_at=timezone.now(), done_by=by):
        record(Verb.CONTACT_TASK_DONE, by=by, office=task.office_id, subject=task.case.reference)


def addresses_for(*, task: ContactTask, by: User) -> list[ContactPoint]:
    """Return the email addresses on a case whose task needs them in full, and log who looked. None for safe contact."""
    case = task.case
    if not may_correct(task):
        return []
    record(Verb.ADDRESS_SHOWN, by=by, office=case.office_id, subject=case.reference)
    points = ContactPoint.objects.filter(
        constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL, safe=True
    )
    return list(points.order_by("pk"))


# --- When the person can be reached after all ------------------------------------------------------------


@transaction.atomic
def answer_question(*, question: UUID, theirs: bool) -> None:
    """Take the answer to "Did you contact us?": alert about what waits, or ask the office to find the person."""
    people = note_answer(question=question, theirs=theirs)
    with scoped(ALL):
        if theirs:
            _alert_waiting(Case.objects.filter(constituent__in=people))
            return
        for case in Case.objects.open().filter(constituent__in=people):
            need_contact(case, ContactTask.Why.NOT_THEIRS)


def alert_waiting(*, user: User) -> None:
    """Alert somebody who has just proved an address about what nobody could tell them of before."""
    with scoped(ALL):
        _alert_waiting(Case.objects.raised_by(user))


def _alert_waiting(cases: Iterable[Case]) -> None:
    untold = ContactTask.objects.open().filter(case__in=cases).values("case")
    for case in Case.objects.filter(pk__in=untold).select_related("constituent"):
        alert_constituent(case=case)


@transaction.atomic
def note_alert(*, reference: str, sent: bool) -> None:
    """Note that an alert about this case arrived at the mail server of the person, or that it did not.

    One that got through tells them to look, so it ends every task on the case: whatever waits is there to be read.
    """
    case = Case.objects.filter(reference=reference).first()
    if case is None:
        return
    if sent:
        ContactTask.objects.filter(case=case, done_at=None).update(done_at=timezone.now())
    else:
        need_contact(case, ContactTask.Why.FAILED)
