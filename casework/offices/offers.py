"""Offers of work in an office, by the address that was typed: before they are accepted nobody learns whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import tell
from casework.scope import ALL, office_scope, scoped

from .models import OFFER_LASTS, Membership, Office, TurnedAway
from .services import (
    AlreadyHere,
    NotForThisPerson,
    administrators,
    end_membership,
    grant_membership,
    lock_office,
    managers_of,
    taken_back,
    tell_managers,
    tell_of_offer,
)


class HasManager(ValueError):
    """The office has a manager, or somebody is invited to be one: from then on managers invite."""


@dataclass(frozen=True)
class Offer:
    """An invitation that nobody has answered: to staff, or to an address that can never be staff's."""

    row: Membership | TurnedAway
    email: str
    until: datetime

    @property
    def uuid(self) -> UUID:
        return self.row.uuid

    @property
    def office(self) -> Office:
        return self.row.office

    @property
    def role(self) -> str:
        return self.row.role

    @property
    def role_name(self) -> str:
        return self.row.get_role_display()


def offers_of(offices: Iterable[int]) -> list[Offer]:
    """What awaits an answer in these offices, by their keys; in an order that does not tell the kinds apart."""
    ids = list(offices)
    with scoped(office_scope(*ids)):
        sent = Membership.objects.pending().filter(office__in=ids).select_related("user", "office")
        turned = TurnedAway.objects.pending().filter(office__in=ids).select_related("office")
        found = [Offer(row, row.user.email, row.started_at + OFFER_LASTS) for row in sent]
        found += [Offer(row, row.email, row.offered_at + OFFER_LASTS) for row in turned]
    return sorted(found, key=lambda offer: (offer.office.name, offer.email))


@transaction.atomic
def offer_work(*, office: Office, email: str, name: str, role: str, by: User) -> None:
    """Offer a person work in an office, and invite them if they are new here.

    Raises AlreadyHere or ValidationError, and NotForThisPerson to those who name themselves. An address of somebody
    else that can never be an office's staff raises nothing.
    """
    email = plain_address(email)
    try:
        with transaction.atomic():
            user = accounts.invite(email=email, name=name, by=by, place=office.name)
            grant_membership(office=office, user=user, role=role, by=by)
    except (accounts.NotForStaff, NotForThisPerson):
        if email == by.email:
            raise NotForThisPerson from None  # whose address it is they know
        turn_away(office=office, email=email, role=role, by=by)


@transaction.atomic
def turn_away(*, office: Office, email: str, role: str, by: User) -> None:
    """An address that cannot be staff's: nothing is offered, and the office sees what it sees of any invitation.

    Raises AlreadyHere while an earlier one stands in the list.
    """
    with scoped(office_scope(office.pk)):
        lock_office(office)
        held = TurnedAway.objects.filter(office=office, email=email)
        held.lapsed().delete()
        if held.exists():
            raise AlreadyHere
        row = TurnedAway.objects.create(office=office, email=email, role=role, offered_by=by)
        record(Verb.MEMBERSHIP_GRANTED, by=by, office=office.pk, subject=str(row.uuid), role=role)
        record(Verb.INVITATION_REFUSED, by=by)  # in no office's log, where it would say whose address it is
        tell_of_offer(office, email=email, role=role, by=by)


@transaction.atomic
def take_back(*, offer: Offer, by: User) -> None:
    """End an offer before it is answered, and tell the office's managers."""
    if isinstance(offer.row, Membership):
        end_membership(membership=offer.row, by=by)
        return
    with scoped(office_scope(offer.office.pk)):
        office = lock_office(offer.office)
        gone, _each = TurnedAway.objects.filter(pk=offer.row.pk).delete()
        if not gone:
            return
        record(Verb.MEMBERSHIP_ENDED, by=by, office=office.pk, subject=str(offer.uuid), role=offer.role)
        tell_managers(office, managers_of(office), taken_back(email=offer.email, by=by))


def forget_turned_away() -> int:
    """Delete addresses whose invitation has lapsed."""
    with scoped(ALL):
        gone, _each = TurnedAway.objects.all().lapsed().delete()
    return gone


@transaction.atomic
def offer_first_manager(*, office: Office, email: str, name: str, by: User) -> None:
    """Offer somebody to be the first manager of an office, and tell everybody who would mind.

    Raises HasManager while the office has a manager or waits for one, and what `offer_work` raises.
    """
    lock_office(office)
    if managers_of(office) or first_manager_offered(office):
        raise HasManager
    offer_work(office=office, email=email, name=name, role=Membership.Role.MANAGER, by=by)
    _tell_of_first_manager(office, email=email, by=by)


def first_manager_offered(office: Office) -> Offer | None:
    """The offer to be a manager of this office that awaits its answer."""
    managers = (offer for offer in offers_of([office.pk]) if offer.role == Membership.Role.MANAGER)
    return next(managers, None)


def _tell_of_first_manager(office: Office, *, email: str, by: User) -> None:
    """To who works there, suspended or not, and to the other administrators: nobody lets themselves in unseen."""
    staff = Q(memberships__in=_people_of(office))
    others = User.objects.filter(staff | Q(pk__in=administrators())).exclude(pk=by.pk)
    link = settings.BASE_URL + reverse("backoffice:home")
    tell(
        [person.email for person in others.distinct().order_by("pk")],
        subject=_("Somebody was invited to be the first manager of %(office)s") % {"office": office.name},
        template="first_manager",
        facts={"office": office.name, "by": by, "email": email, "link": link},
        office=office.pk,
        purpose="office.first-manager",
    )


def _people_of(office: Office) -> models.QuerySet[Membership]:
    return Membership.objects.filter(office=office, accepted_at__isnull=False, ended_at=None)
