"""Who sits where on a day: the Member of an area, and those for the whole place."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from casework.places.models import Area

from .dated import DatedQuerySet
from .models import Group, GroupMembership, Member, Office, OfficeMember, Term


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
    seats = _seats(Term.objects.filter(Q(area=None) | Q(area=area)), on)
    return Seats(
        for_area=next((seat for seat in seats if seat.area), None),
        for_everyone=tuple(seat for seat in seats if seat.area is None),
    )


def all_seats(*, on: date | None = None) -> list[Seat]:
    """Everybody who sits on a day or today, by slug. Three queries, however many sit."""
    return _seats(Term.objects.all(), on)


def seat_of(member: Member, *, on: date | None = None) -> Seat | None:
    """Where a Member sits on a day or today; None if nowhere."""
    return next(iter(_seats(Term.objects.filter(member=member), on)), None)


def _seats(terms: DatedQuerySet, on: date | None) -> list[Seat]:
    """The seats of these terms on a day. Of two terms for one area the one that began last counts."""
    held = terms.in_force(on).select_related("member", "area")
    counting = {(term.area_id, term.area_id or term.member_id): term for term in held.latest_last()}.values()
    members = [term.member_id for term in counting]
    groups = GroupMembership.objects.select_related("group").by_member(members, on=on)
    offices = OfficeMember.objects.select_related("office").by_member(members, on=on)
    return [
        Seat(
            member=term.member,
            area=term.area,
            group=groups[term.member_id].group if term.member_id in groups else None,
            office=offices[term.member_id].office if term.member_id in offices else None,
        )
        for term in sorted(counting, key=lambda term: term.member.slug)
    ]


def draw_order[T](members: Iterable[T], rng: random.Random | None = None) -> list[T]:
    """Members in an order drawn anew, so that none is always first. `rng` fixes the draw."""
    drawn = list(members)
    (rng or random.SystemRandom()).shuffle(drawn)
    return drawn
