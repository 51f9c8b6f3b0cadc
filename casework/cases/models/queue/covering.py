"""Cases of colleagues who are away: they stay theirs, and their cover and the managers look after them."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.offices.duty.models import Away
from casework.offices.models import Membership
from casework.offices.visibility import offices_of


def covered_by(person: Any) -> Q:
    """Return the condition for open cases whose owner is away today and that this person looks after meanwhile."""
    managed = offices_of(person, roles={Membership.Role.MANAGER})
    away = Away.objects.in_force().filter(Q(cover=person.pk) | Q(office__in=managed))
    return _owned(away.exclude(person=person.pk))


def named_cover_is(person: Any, *, today: date) -> Q:
    """Return the condition for open cases whose owner is away today and has named this person as the cover."""
    return _owned(Away.objects.in_force(today).filter(cover=person.pk))


def _owned(away: QuerySet[Away]) -> Q:
    theirs = away.filter(office=OuterRef("office"), person=OuterRef("assignee"))
    return Q(Exists(theirs), closed_at=None)
