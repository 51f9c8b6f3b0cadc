"""Cases of colleagues who are away: they stay theirs, and their cover and the managers look after them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from casework.offices.duty.models import Away
from casework.offices.models import Membership
from casework.offices.visibility import offices_of


def covered_by(person: Any) -> Q:
    """Return the condition for open cases whose owner is away today and that this person looks after meanwhile."""
    managed = offices_of(person, roles={Membership.Role.MANAGER})
    away = (
        Away.objects.in_force().filter(Q(cover=person.pk) | Q(office__in=managed)).exclude(person=person.pk)
    )
    theirs = away.filter(office=OuterRef("office"), person=OuterRef("assignee"))
    return Q(Exists(theirs), closed_at=None)
