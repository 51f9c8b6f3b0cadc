"""One mail a working day at most, to each person with something due. It names no case, no number and no person."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.cases.models import Case, NewsMail
from casework.cases.models.deadlines.deadline import has_deadline
from casework.cases.models.queue.covering import covered_by
from casework.offices.duty.models import Away
from casework.offices.models import Membership
from casework.offices.visibility import offices_of
from casework.outbox.services import tell
from casework.wall.scope import ALL, scoped


@transaction.atomic
def remind_of_due(*, user: User, today: date | None = None) -> bool:
    """Mail this person if a case that they look after is due or late. Return whether a mail went.

    The mark of the day and the mail are stored together, so that a killed worker neither forgets nor repeats one.
    """
    today = today or timezone.localdate()
    choice = NewsMail.objects.get_or_create(user=user)[0]
    if not choice.reminders or choice.reminded_on == today or not _has_due(user, today):
        return False
    of_today = NewsMail.objects.filter(pk=choice.pk, reminders=True).exclude(reminded_on=today)
    if not of_today.update(reminded_on=today):
        return False
    subject = _("Something is due in Casework")
    tell([user.email], subject=subject, template="due_today", facts={}, purpose="team.due")
    return True


def _has_due(user: User, today: date) -> bool:
    """Return whether a case of theirs, of someone they cover, or of no one in an office they manage, is due."""
    managed = offices_of(user, roles={Membership.Role.MANAGER})
    with scoped(ALL):
        away = Away.objects.in_force().filter(person=user.pk, office=OuterRef("office"))
        own = Q(~Exists(away), assignee=user.pk)
        theirs = own | covered_by(user) | Q(assignee=None, office__in=managed)
        cases = Case.objects.open().filter(theirs, office__in=offices_of(user))
        return cases.filter(Q(has_deadline(by__lte=today)) | Q(next_on__lte=today)).exists()
