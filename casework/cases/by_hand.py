"""Replies of which nothing that we send can tell the person: somebody calls or writes a letter, and says so."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.models import AlertWay

from .alerts import choice_about
from .hand_tasks import HandTask
from .models import Case, Message


def ask_to_tell(message: Message, case: Case) -> None:
    """Make it a task of the office to tell the person of this reply, unless they want to look for themselves."""
    choice = choice_about(case)
    if message.alert is None and not (choice and choice.way == AlertWay.NONE):
        HandTask.objects.create(office_id=case.office_id, case=case, message=message)


@transaction.atomic
def told_by_hand(*, task: HandTask, by: User) -> None:
    """Somebody told the person. Again is no error."""
    if HandTask.objects.open().filter(pk=task.pk).update(done_at=timezone.now(), done_by=by):
        record(Verb.TOLD_BY_HAND, by=by, office=task.office_id, subject=task.case.reference)
