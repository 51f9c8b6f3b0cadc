"""What sharing and transfer have in common: an offer is made, answered once, or ended once.

Each step is one conditional update, so a second tab or a double click finds nothing to do. On PostgreSQL a trigger
refuses every other step as well (`cases/migrations/0004_sharing_wall.py`).
"""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.models.sharing.offer import Ending, Offer
from casework.cases.services.turn import lock_case
from casework.offices.services import managers_of
from casework.outbox.services import tell
from casework.wall.scope import office_scope, scoped

MOST_A_DAY = 60  # of one office
MOST_A_DAY_TO_ONE = 20  # of one office to one other


class NotSafe(ValueError):
    """A safe-contact case goes to no other office."""


class OfferedAlready(ValueError):
    """Another offer is open: stop or withdraw it first."""


class TooManyOffers(ValueError):
    """The office has reached its daily limit of offers, in all or to this office."""


class OfferGone(Exception):
    """The offer was answered or withdrawn, or has expired."""


def safe_to_offer(case: Case) -> Case:
    if case.safe_contact:
        raise NotSafe
    return case


def lock_to_offer(case: Case) -> Case:
    """Return the case as it is now, locked, so that two offers of it cannot both begin. Raise NotSafe.

    Its offers are changed after this, never before, so that no two transactions wait for each other.
    """
    return safe_to_offer(lock_case(case))


def make(offer: Offer, verb: Verb, *, case: Case, news: str, by: User) -> None:
    """Store an offer about this case with its audit entry, and tell the receiver. `news` has a placeholder %(office)s.

    Raise ValidationError, or TooManyOffers, because each offer is mail to people of another office.
    """
    offer.office_id, offer.case, offer.offered_by = case.office_id, case, by
    today = type(offer).objects.filter(
        office=offer.office_id, offered_at__gt=timezone.now() - timedelta(days=1)
    )
    if today.count() >= MOST_A_DAY or today.filter(to_office=offer.to_office_id).count() >= MOST_A_DAY_TO_ONE:
        raise TooManyOffers
    offer.full_clean()
    offer.save()
    write_down(verb, offer, by=by, reference=case.reference)
    _tell_receiver(offer, news % {"office": case.office})


def answer(offers: models.QuerySet, **facts: object) -> None:
    """Store the answer to the one offer of the query. Raise OfferGone if it was answered already."""
    if not offers.update(**facts):
        raise OfferGone


def decline(offer: Offer, verb: Verb, *, by: User) -> None:
    """Decline for the receiving office, which never sees the reference. Raise OfferGone."""
    unanswered = type(offer).objects.unanswered().filter(pk=offer.pk)
    answer(unanswered, ended_at=timezone.now(), ended_by=by, ending=Ending.DECLINED)
    write_down_answer(verb, offer, by=by, theirs=offer.uuid.hex)


def end(offers: models.QuerySet, *, ending: Ending, by: User) -> None:
    answer(offers.filter(ended_at=None), ended_at=timezone.now(), ended_by=by, ending=ending)


def write_down(verb: Verb, offer: Offer, *, by: User, reference: str, **detail: str) -> None:
    """Write an entry in the log of the case's own office."""
    record(verb, by=by, office=offer.office_id, subject=reference, to=offer.to_office_id, **detail)


def write_down_answer(verb: Verb, offer: Offer, *, by: User, theirs: str, **detail: str) -> str:
    """Write the receiver's answer to the logs of both offices, and return the reference of the case.

    `theirs` is the subject in the receiver's log, where an office that declines never sees the reference.
    """
    with scoped(office_scope(offer.office_id)):
        reference = Case.objects.values_list("reference", flat=True).get(pk=offer.case_id)
    write_down(verb, offer, by=by, reference=reference, **detail)
    record(
        verb, by=by, office=offer.to_office_id, subject=theirs or reference, owner=offer.office_id, **detail
    )
    return reference


def _tell_receiver(offer: Offer, news: str) -> None:
    """Tell the managers of the other office that there is something to answer, and nothing of the case."""
    tell(
        [manager.email for manager in managers_of(offer.to_office)],
        subject=_("Another office asks for your answer"),
        template="case_offered",
        facts={"news": news},
        office=offer.to_office_id,
        purpose="case.offered",
    )


def end_of(day: date) -> datetime:
    """Return the first moment after `day`, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
