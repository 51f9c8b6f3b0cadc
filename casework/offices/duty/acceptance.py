"""Being on duty is offered, accepted by the person who is named, and given back by them at any time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.services import managers_of
from casework.outbox.services import tell

from .models import Duty, DutyPeriod

PLACES = ("person", "cover")
Rota = Duty | DutyPeriod


def name_people(rota: Rota, *, person: User | None, cover: User | None, by: User) -> None:
    """Name who is on duty, and ask whoever was not named before. Who names themselves has accepted."""
    for place, user in zip(PLACES, (person, cover), strict=True):
        if user is not None and getattr(rota, f"{place}_id") == user.pk:
            continue
        setattr(rota, place, user)
        setattr(rota, f"{place}_accepted_at", timezone.now() if user == by else None)
        if user is not None and user != by:
            _ask(rota, user, by=by)


def _ask(rota: Rota, user: User, *, by: User) -> None:
    tell(
        [user.email],
        subject=_("Will you be on duty for %(office)s?") % {"office": rota.office.name},
        template="duty_asked",
        facts={
            "by": by,
            "office": rota.office.name,
            "days": rota if isinstance(rota, DutyPeriod) else None,
        },
        office=rota.office.pk,
        purpose="office.duty-asked",
    )


@transaction.atomic
def accept_duty(*, rota: Rota, by: User) -> bool:
    """Accept duty for the place where this person is named. Return False if they are not, or have accepted before."""
    place = rota.place_of(by)
    if not place or rota.has_accepted(place):
        return False
    setattr(rota, f"{place}_accepted_at", timezone.now())
    rota.save(update_fields=[f"{place}_accepted_at"])
    record(Verb.DUTY_ACCEPTED, by=by, office=rota.office_id)
    return True


@transaction.atomic
def give_back_duty(*, rota: Rota, by: User) -> bool:
    """Decline duty or give it back, and tell the managers. Return False if this person is not named.

    A period without a person is deleted.
    """
    place = rota.place_of(by)
    if not place:
        return False
    if place == "person" and isinstance(rota, DutyPeriod):
        rota.delete()
    else:
        setattr(rota, place, None)
        setattr(rota, f"{place}_accepted_at", None)
        rota.save(update_fields=[place, f"{place}_accepted_at"])
    record(Verb.DUTY_GIVEN_BACK, by=by, office=rota.office_id)
    tell(
        [manager.email for manager in managers_of(rota.office)],
        subject=_("%(name)s is not on duty for %(office)s") % {"name": by, "office": rota.office.name},
        template="duty_given_back",
        facts={
            "name": by,
            "office": rota.office.name,
        },
        office=rota.office_id,
        purpose="office.duty-given-back",
    )
    return True
