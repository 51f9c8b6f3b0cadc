"""The roles that each person holds, for the person and for administrators, and ending a role of the service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import EDITORS, is_editor, set_administrator, set_editor
from casework.offices.duty.acceptance import PLACES
from casework.offices.duty.models import Duty, DutyPeriod
from casework.offices.membership import Membership, Office
from casework.offices.services import administrators, close_without_role, lock_user
from casework.wall.scope import ALL, scoped

from .mail import tell_administrators, tell_person
from .models import ADMINISTRATOR, EDITOR, SERVICE_ROLES


class LastAdministrator(ValueError):
    """The service needs at least one administrator who can sign in."""


@dataclass(frozen=True)
class Held:
    """A role that a person holds: in an office, on duty there, or of the service."""

    role: str
    role_name: str
    office: Office | None = None
    since: datetime | None = None
    until: datetime | None = None


def held_by(user: User) -> list[Held]:
    """Return every role of a person, those of offices first."""
    rows = Membership.objects.active().filter(user=user).select_related("office").order_by("office__name")
    held = [Held(row.role, row.get_role_display(), row.office, row.started_at, row.ended_at) for row in rows]
    names = dict(SERVICE_ROLES)
    held += duties_of(user)
    held += [Held(EDITOR, names[EDITOR])] * is_editor(user)
    return held + [Held(ADMINISTRATOR, names[ADMINISTRATOR])] * user.is_administrator


def duties_of(user: User) -> list[Held]:
    """Return where a person is on duty, or will be, as they accepted it."""
    with scoped(ALL):
        return [_duty(rota, place) for rota, place in _rotas() if getattr(rota, f"{place}_id") == user.pk]


def people_on_duty() -> list[tuple[User, Held]]:
    """Return everyone who accepted to be on duty, for the page of administrators."""
    with scoped(ALL):
        return [(getattr(rota, place), _duty(rota, place)) for rota, place in _rotas()]


def _rotas() -> Iterator[tuple[Duty | DutyPeriod, str]]:
    """Yield what says who is on duty from today on, once for the person and once for the cover."""
    ahead = DutyPeriod.objects.filter(ends_on__gt=timezone.localdate()).order_by("starts_on", "pk")
    for rows in (Duty.objects.order_by("office__name"), ahead):
        for rota in rows.select_related("office", "person", "cover"):
            yield from ((rota, place) for place in PLACES if rota.accepted_id(place))


def _duty(rota: Duty | DutyPeriod, place: str) -> Held:
    name = _("On duty") if place == "person" else _("Cover for who is on duty")
    since = getattr(rota, f"{place}_accepted_at")
    return Held("duty", name, rota.office, since, _midnight(rota) if isinstance(rota, DutyPeriod) else None)


def _midnight(turn: DutyPeriod) -> datetime:
    return timezone.make_aware(datetime.combine(turn.ends_on, time()))


def editors() -> models.QuerySet[User]:
    """Return the people who may edit the public site."""
    return User.objects.filter(groups__name=EDITORS, is_active=True).order_by("name", "pk")


def working_people() -> models.QuerySet[Membership]:
    """Return everyone with an office role, without emergency access, for the administrators' page."""
    held = Membership.objects.held().filter(user__is_administrator=False, user__closed_at=None)
    return held.select_related("office", "user").order_by("office__name", "user__name", "pk")


@transaction.atomic
def end_editor(*, user: User, by: User) -> bool:
    """End a person's right to edit the site, and tell them. Return False if they have none."""
    user = lock_user(user)
    if not is_editor(user):
        return False
    set_editor(user=user, may_edit=False, by=by)
    _tell_of_end(user, _("Editor of the public site"), by=by)
    close_without_role(user, by=by)
    return True


@transaction.atomic
def end_administrator(*, user: User, by: User) -> bool:
    """End a person's administrator rights, and tell them. Return False if they have none. Raise LastAdministrator."""
    others = list(administrators().select_for_update(no_key=True))
    user = lock_user(user)
    if not user.is_administrator:
        return False
    if not [each for each in others if each.pk != user.pk]:
        raise LastAdministrator
    set_administrator(user=user, administers=False, by=by)
    now = timezone.now()  # what emergency access opened ends with the reason for it
    Membership.objects.filter(user=user, ended_at__gt=now).update(ended_at=now)
    _tell_of_end(user, _("Administrator"), by=by)
    close_without_role(user, by=by)
    return True


def _tell_of_end(user: User, role: str, *, by: User) -> None:
    facts = {"role": role, "by": by, "name": user, "email": user.email}
    tell_person(user.email, _("%(by)s ended your role: %(role)s.") % facts)
    words = _("%(by)s ended a role of %(name)s (%(email)s). It was: %(role)s.")
    tell_administrators(words % facts, but=by)
