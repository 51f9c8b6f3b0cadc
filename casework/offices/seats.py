"""Who sits where on a day: the Member of an area, and those for the whole place."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from casework.places.models import Area

from .models import Group, GroupMembership, Member, Office, OfficeMember, Term, within_dates


@dataclass(frozen=True)
class Seat:
    """A Member in a seat; `area` is None for the whole place. Without an office nobody would read a case."""

    member: Member
    area: Area | None
    group: Group | None
    office: Office | None


@dataclass(frozen=True)
class Seats:
    """The Members whom one person has. `for_area` is None while that seat is vacant, or if no area was asked for."""

    for_area: Seat | None
    for_everyone: tuple[Seat, ...]

    def __len__(self) -> int:
        return len(self.for_everyone) + (self.for_area is not None)


def seats_for(area: Area | None, *, on: date | None = None) -> Seats:
    """The Members for `area`, or only those for everyone, on a day or today. Three queries, however many sit."""
    terms = list(
        Term.objects.filter(within_dates(on), Q(area=None) | Q(area=area))
        .select_related("member")
        .order_by("member__slug")
    )
    members = [term.member_id for term in terms]
    groups = {
        row.member_id: row.group
        for row in GroupMembership.objects.filter(within_dates(on), member__in=members).select_related(
            "group"
        )
    }
    offices = {
        row.member_id: row.office
        for row in OfficeMember.objects.filter(within_dates(on), member__in=members).select_related("office")
    }
    seats = [
        Seat(
            member=term.member,
            area=area if term.area_id else None,
            group=groups.get(term.member_id),
            office=offices.get(term.member_id),
        )
        for term in terms
    ]
    return Seats(
        for_area=next((seat for seat in seats if seat.area), None),
        for_everyone=tuple(seat for seat in seats if seat.area is None),
    )


def draw_order[T](members: Iterable[T], rng: random.Random | None = None) -> list[T]:
    """Members in an order drawn anew, so that none is always first. `rng` fixes the draw."""
    drawn = list(members)
    (rng or random.SystemRandom()).shuffle(drawn)
    return drawn
