"""What sharing and transfer have in common: an offer is made, answered once, or ended once.

Each step is one conditional update, so a second tab or a double click finds nothing left to do. On PostgreSQL a
trigger refuses every other step as well (`cases/migrations/0004_sharing_wall.py`).
"""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.services import managers_of
from casework.outbox.services import tell
from casework.scope import office_scope, scoped

from .models import Case
from .offers import Ending, Offer


class NotSafe(ValueError):
    """The case of a person whom it is not safe to contact goes to no other office."""


class OfferedAlready(ValueError):
    """One office at a time: what stands must be stopped or taken back first."""


class OfferGone(Exception):
    """Answered, taken back or past its day: there is nothing left to answer or end."""


def lock(case: Case) -> Case:
    """The case as it is now, held until the transaction ends. Its offers are changed after this, never before: then no
    two wait for each other."""
    return Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case.pk)


def safe_to_offer(case: Case) -> Case:
    if case.safe_contact:
        raise NotSafe
    return case


def hold(case: Case) -> Case:
    """The case as it is now, held: two offers of it cannot both begin. Raises NotSafe."""
    return safe_to_offer(lock(case))


def make(offer: Offer, verb: Verb, *, case: Case, news: str, by: User) -> None:
    """Write an offer of this case and its entry, and tell the receiver. `news` has a place for the %(office)s."""
    offer.full_clean()
    offer.save()
    write_down(verb, offer, by=by, reference=case.reference)
    _tell_receiver(offer, news % {"office": case.office})


def answer(offers: models.QuerySet, **facts: object) -> None:
    """Write the answer to the one offer of the query. Raises OfferGone if somebody was quicker."""
    if not offers.update(**facts):
        raise OfferGone


def decline(offers: models.QuerySet, *, by: User) -> None:
    answer(offers, ended_at=timezone.now(), ended_by=by, ending=Ending.DECLINED)


def end(offers: models.QuerySet, *, ending: Ending, by: User) -> None:
    answer(offers.filter(ended_at=None), ended_at=timezone.now(), ended_by=by, ending=ending)


def write_down(verb: Verb, offer: Offer, *, by: User, reference: str, **detail: str) -> None:
    """An entry in the log of the case's own office."""
    record(verb, by=by, office=offer.office_id, subject=reference, to=offer.to_office_id, **detail)


def write_down_answer(verb: Verb, offer: Offer, *, by: User, theirs: str) -> str:
    """The receiver's answer is an entry of both offices. `theirs` is what the receiver's log calls it.

    Returns the reference of the case, which whoever says no never hears.
    """
    with scoped(office_scope(offer.office_id)):
        reference = Case.objects.values_list("reference", flat=True).get(pk=offer.case_id)
    write_down(verb, offer, by=by, reference=reference)
    record(verb, by=by, office=offer.to_office_id, subject=theirs or reference, owner=offer.office_id)
    return reference


def _tell_receiver(offer: Offer, news: str) -> None:
    """Tell the managers of the other office that there is something to answer, and nothing of the case."""
    tell(
        [manager.email for manager in managers_of(offer.to_office)],
        subject=_("Another office asks for your answer"),
        template="case_offered",
        facts={"news": news, "link": settings.BASE_URL + reverse("backoffice:shared")},
        office=offer.to_office_id,
        purpose="case.offered",
    )


def end_of(day: date) -> datetime:
    """The first moment after `day`, here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
