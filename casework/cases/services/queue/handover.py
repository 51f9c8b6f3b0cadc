"""The hand-over of cases by a manager, when a person's work in an office ends."""

from django.db import models, transaction

from accounts.models import User
from casework.cases.models import Case
from casework.cases.services.case import assign
from casework.offices.models import Membership
from casework.offices.services import end_membership


def cases_to_hand_over(membership: Membership) -> models.QuerySet[Case]:
    """Return the open cases of this office that the person has."""
    return Case.objects.open().filter(office=membership.office_id, assignee=membership.user_id).order_by("pk")


@transaction.atomic
def end_work(*, membership: Membership, to: User | None, by: User) -> None:
    """End a person's work in an office, and give their open cases to a colleague, or to no one.

    Raise LastManager, or NotOfThisOffice for someone who does not work on its cases.
    """
    for case in list(cases_to_hand_over(membership)):
        assign(case=case, to=to, by=by)
    end_membership(membership=membership, by=by)
