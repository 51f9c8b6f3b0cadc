"""Who an alert reaches: the duty person, then the cover, then all managers.

People who left, are away or have not accepted are skipped.
"""

from datetime import date

from django.db import transaction
from django.db.models import IntegerChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Membership, Office

from .acceptance import name_people
from .models import Away, Duty, DutyPeriod

ROLES_ON_DUTY = [Membership.Role.CASEWORKER, Membership.Role.MANAGER, Membership.Role.MEMBER]
MINUTES = 30


class Step(IntegerChoices):
    """The escalation step of an alert."""

    PERSON = 0, _("the duty person")
    COVER = 1, _("the cover")
    MANAGERS = 2, _("the managers")


class NotOfThisOffice(ValueError):
    """The person does not work on cases of the office, so cannot be on duty there."""


def can_be_on_duty(office: Office) -> list[User]:
    """Return people who work on the office's cases and can sign in, without emergency access."""
    held = Membership.objects.active().filter(
        office=office, role__in=ROLES_ON_DUTY, user__is_administrator=False
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))


def rota_of(office: Office, *, on: date) -> Duty | DutyPeriod | None:
    """Return what says who is on duty that day: the rota, or else the office's default."""
    turn = DutyPeriod.objects.filter(office=office).in_force(on).latest_last().last()
    return turn or Duty.objects.filter(office=office).first()


def minutes_of(office: Office) -> int:
    """Return how long an alert may stay unread before it is escalated."""
    return Duty.objects.filter(office=office).values_list("minutes", flat=True).first() or MINUTES


def steps(office: Office, *, on: date | None = None) -> dict[Step, list[User]]:
    """Return the people an alert goes to at each step, perhaps none.

    Managers are the last step: they are told even if all of them are away, and in an office without managers everyone
    who works on its cases is told.
    """
    on = on or timezone.localdate()
    here = can_be_on_duty(office)
    away = set(Away.objects.filter(office=office).in_force(on).values_list("person", flat=True))
    present = {user.pk: user for user in here if user.pk not in away}
    rota, managers = rota_of(office, on=on), _managers(office)
    named = {
        step: rota and rota.accepted_id(place)
        for step, place in ((Step.PERSON, "person"), (Step.COVER, "cover"))
    }
    return {
        **{step: [present[person]] if person in present else [] for step, person in named.items()},
        Step.MANAGERS: [user for user in managers if user.pk in present] or managers or here,
    }


def reached(office: Office, step: int, *, on: date | None = None) -> list[User]:
    """Return the people an alert goes to at this step, perhaps none."""
    return steps(office, on=on)[Step(step)]


def next_reached(office: Office, step: int) -> tuple[int, list[User]]:
    """Return the first step from this one on that reaches anyone, and the people."""
    all_steps = steps(office)
    for each in range(step, Step.MANAGERS + 1):
        if people := all_steps[Step(each)]:
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
    """Set who is on duty when the rota names no one, how long alerts wait, and the opening hours.

    Raise NotOfThisOffice or ValidationError.
    """
    _must_be_here(office, person, cover)
    duty = Duty.objects.filter(office=office).first() or Duty(office=office)
    name_people(duty, person=person, cover=cover, by=by)
    duty.minutes = minutes
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
) -> DutyPeriod:
    """Put a person on the rota from a day until the day before `ends_on`. Raise NotOfThisOffice or ValidationError."""
    _must_be_here(office, person, cover)
    turn = DutyPeriod(office=office, starts_on=starts_on, ends_on=ends_on)
    name_people(turn, person=person, cover=cover, by=by)
    turn.full_clean()
    turn.save()
    record(Verb.DUTY_PERIOD_ADDED, by=by, office=office.pk, subject=turn.uuid.hex, to=person.pk)
    return turn


@transaction.atomic
def add_away(
    *, office: Office, person: User, starts_on: date, ends_on: date, by: User, cover: User | None = None
) -> Away:
    """Record that a person is away from a day until the day before `ends_on`, and who looks after their cases.

    Raise NotOfThisOffice or ValidationError.
    """
    _must_be_here(office, person, cover)
    away = Away(office=office, person=person, cover=cover, starts_on=starts_on, ends_on=ends_on)
    away.full_clean()
    away.save()
    record(Verb.DUTY_AWAY_ADDED, by=by, office=office.pk, subject=away.uuid.hex, to=person.pk)
    return away


@transaction.atomic
def take_away(*, row: DutyPeriod | Away, by: User) -> None:
    """Remove days on duty or days away from the rota."""
    if type(row)._default_manager.filter(pk=row.pk).delete()[0]:
        record(Verb.DUTY_ROW_REMOVED, by=by, office=row.office_id, subject=row.uuid.hex)
