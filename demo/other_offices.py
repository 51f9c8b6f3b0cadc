"""What goes between offices in the demo: one case that another office reads, and one that is offered to another."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case
from casework.cases.models.sharing.offer import Agreed
from casework.cases.services.sharing.share import DEFAULT_DAYS, accept_share, offer_share
from casework.cases.services.sharing.transfer import Parts, offer_transfer
from casework.offices.models import Office

SHARED = "Dial-a-Ride refused three times this month"
OFFERED = "Studios in the railway arches"


def make(cases: dict[str, Case], *, offices: dict[str, Office]) -> None:
    """Share one of these cases, by subject, and offer another to an office that works for all of London."""
    share_with(offices["labour-south"], case=cases[SHARED])
    case = cases[OFFERED]
    offer_transfer(
        case=case,
        to_office=offices["green"],
        purpose="Your Member leads on workspace for the Assembly",
        agreed_how=Agreed.PHONE,
        agreed_on=timezone.localdate(),
        parts=Parts(),
        by=case.office.memberships.get(role="manager").user,
    )


def share_with(office: Office, *, case: Case) -> None:
    share = offer_share(
        case=case,
        to_office=office,
        purpose="You know the people at Dial-a-Ride who can answer this",
        agreed_how=Agreed.PHONE,
        agreed_on=timezone.localdate(),
        last_day=timezone.localdate() + timedelta(days=DEFAULT_DAYS),
        by=case.assignee,
    )
    accept_share(share=share, by=User.objects.get(memberships__office=office, memberships__role="caseworker"))
