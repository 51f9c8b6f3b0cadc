"""Correcting an email address that was typed wrong. Alerts go to the new one only once someone there confirms it."""

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.models.own_case.account_link import AccountLinkCode
from casework.cases.services.alerts.alert import acknowledge
from casework.cases.services.search import index_person
from casework.constituents.models import ContactPoint
from casework.constituents.services import add_contact_point

MOST_A_DAY = 3
TWO_DAYS = 2 * 24 * 60 * 60


class KnownAlready(ValueError):
    """The record has this address already."""


class TooMany(Exception):
    """The address of this case was corrected too often today: each correction sends mail to an unproved address."""


class NotWaiting(Exception):
    """The task does not ask for an address, or the case became a safe-contact case."""


def may_correct(task: ContactTask) -> bool:
    """Return whether this task is about an email address that may be wrong. Never for safe contact."""
    return not task.case.safe_contact and task.why in {ContactTask.Why.FAILED, ContactTask.Why.NOT_THEIRS}


@transaction.atomic
def correct_address(*, task: ContactTask, wrong: ContactPoint, address: str, by: User) -> ContactPoint:
    """Put an address in the place of a wrong one, and ask there "Did you contact us?". The task stays open until an
    alert gets through or someone told the person.

    A wrong address without an answer is replaced. One that its owner disowned stays, so that it never gets mail
    again, and one that the person proved stays theirs. Raise KnownAlready, TooMany or NotWaiting.
    """
    case = task.case
    if not may_correct(task):
        raise NotWaiting
    points = ContactPoint.objects.select_for_update(no_key=True).filter(
        constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL
    )
    address = plain_address(address)
    if points.filter(value=address).exists():
        raise KnownAlready
    if not _may_correct_today(case):
        raise TooMany
    # A code that went to the wrong address must not prove the new one.
    AccountLinkCode.objects.usable().filter(mailed_to=wrong).update(expires_at=timezone.now())
    if points.unanswered().filter(pk=wrong.pk).update(value=address, question=None):
        point = points.get(pk=wrong.pk)
    else:
        point = add_contact_point(constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value=address)
    record(Verb.ADDRESS_CORRECTED, by=by, office=case.office_id, subject=case.reference)
    index_person(case.constituent)
    acknowledge(case=case, point=point)
    return point


def _may_correct_today(case: Case) -> bool:
    """Return whether the address was corrected fewer than MOST_A_DAY times today. Each place is taken once."""
    places = (f"corrected:{case.pk}:{timezone.localdate()}:{number}" for number in range(MOST_A_DAY))
    return any(cache.add(place, True, TWO_DAYS) for place in places)
