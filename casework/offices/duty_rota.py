"""Whom an alert reaches: the duty person, then the cover, then all managers. Who left or is away is passed over."""

from datetime import date

from django.db import transaction
from django.db.models import IntegerChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb

from .duty import Away, Duty, DutyTurn
from .models import Membership, Office

ROLES_ON_DUTY = [Membership.Role.CASEWORKER, Membership.Role.MANAGER, Membership.Role.MEMBER]
MINUTES = 30


class Step(IntegerChoices):
    """How far an alert has gone."""

    PERSON = 0, _("the duty person")
    COVER = 1, _("the cover")
    MANAGERS = 2, _("the managers")


class NotOfThisOffice(ValueError):
    """Only people who work on cases of the office can be on duty there."""


def can_be_on_duty(office: Office) -> list[User]:
    """Who works on the office's cases and can sign in. Nobody who is there under emergency access."""
    held = Membership.objects.active().filter(
        office=office, role__in=ROLES_ON_DUTY, user__is_administrator=False
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))


def there(office: Office, *, on: date) -> dict[int, User]:
    """Those of them who are not away on that day, by key."""
    away = set(Away.objects.filter(office=office).in_force(on).values_list("person", flat=True))
    return {user.pk: user for user in can_be_on_duty(office) if user.pk not in away}


def rota_of(office: Office, *, on: date) -> Duty | DutyTurn | None:
    """What says who is on duty that day: the rota, else the office's default."""
    turn = DutyTurn.objects.filter(office=office).in_force(on).latest_last().last()
    return turn or Duty.objects.filter(office=office).first()


def minutes_of(office: Office) -> int:
    """How long an alert may stay unread before the next hears of it."""
    return Duty.objects.filter(office=office).values_list("minutes", flat=True).first() or MINUTES


def reached(office: Office, step: int, *, on: date | None = None) -> list[User]:
    """Whom an alert goes to at this step; empty if there is nobody.

    With the managers it ends: if all of them are away, they are told all the same, and an office without any tells
    everybody who works on its cases.
    """
    on = on or timezone.localdate()
    present, rota = there(office, on=on), rota_of(office, on=on)
    if step == Step.MANAGERS:
        managers = _managers(office)
        return [user for user in managers if user.pk in present] or managers or can_be_on_duty(office)
    named = rota and (rota.person_id if step == Step.PERSON else rota.cover_id)
    return [present[named]] if named in present else []


def next_reached(office: Office, step: int) -> tuple[int, list[User]]:
    """The first step from this one on that reaches somebody, and whom."""
    for each in range(step, Step.MANAGERS + 1):
        if people := reached(office, each):
            return each, people
    return Step.MANAGERS, []


def _managers(office: Office) -> list[User]:
    held = Membership.objects.active().filter(
        office=office, role=Membership.Role.MANAGER, user__is_administrator=False
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def _must_be_here(office: Office, *people: User | None) -> None:
    here = {user.pk for user in can_be_on_duty(office)}
    if any(each is not None and each.pk not in here for each in people):
        raise NotOfThisOffice


@transaction.atomic
def set_duty(
    *, office: Office, person: User | None, cover: User | None, minutes: int, hours: str, phone: str, by: User
) -> Duty:
    """Say who is on duty when the rota names nobody, how long alerts wait, and when the office is really open.

    Raises NotOfThisOffice.
    """
    _must_be_here(office, person, cover)
    duty = Duty.objects.filter(office=office).first() or Duty(office=office)
    duty.person, duty.cover, duty.minutes = person, cover, minutes
    duty.full_clean()
    duty.save()
    office.hours, office.phone = hours, phone
    office.full_clean()
    office.save(update_fields=["hours", "phone"])
    record(Verb.DUTY_SET, by=by, office=office.pk, to=person.pk if person else None)
    return duty


@transaction.atomic
def add_turn(
    *, office: Office, person: User, cover: User | None, starts_on: date, ends_on: date, by: User
) -> DutyTurn:
    """Put a person on the rota from a day until the day before `ends_on`. Raises NotOfThisOffice, ValidationError."""
    _must_be_here(office, person, cover)
    turn = DutyTurn(office=office, person=person, cover=cover, starts_on=starts_on, ends_on=ends_on)
    turn.full_clean()
    turn.save()
    record(Verb.DUTY_TURN_ADDED, by=by, office=office.pk, subject=turn.uuid.hex, to=person.pk)
    return turn


@transaction.atomic
def add_away(*, office: Office, person: User, starts_on: date, ends_on: date, by: User) -> Away:
    """Say that a person is not there from a day until the day before `ends_on`. Raises NotOfThisOffice."""
    _must_be_here(office, person)
    away = Away(office=office, person=person, starts_on=starts_on, ends_on=ends_on)
    away.full_clean()
    away.save()
    record(Verb.DUTY_AWAY_ADDED, by=by, office=office.pk, subject=away.uuid.hex, to=person.pk)
    return away


@transaction.atomic
def take_away(*, row: DutyTurn | Away, by: User) -> None:
    """Take days on duty, or away, off the rota."""
    if type(row)._default_manager.filter(pk=row.pk).delete()[0]:
        record(Verb.DUTY_ROW_REMOVED, by=by, office=row.office_id, subject=row.uuid.hex)
