"""The seats on a day: the Member of each area, and those of the whole place."""

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
    """A Member in a seat; `area` is None for the whole place. Without an office, no one would read a case."""

    member: Member
    area: Area | None
    group: Group | None
    office: Office | None


@dataclass(frozen=True)
class Seats:
    """The Members of one person. `for_area` is None while that seat is vacant, or if no area was asked for."""

    for_area: Seat | None
    for_everyone: tuple[Seat, ...]

    def __len__(self) -> int:
        return len(self.for_everyone) + (self.for_area is not None)


def seats_for(area: Area | None, *, on: date | None = None) -> Seats:
    """Return the Members for `area`, or only those for everyone, by default today, in three queries."""
    seats = _seats(Term.objects.filter(Q(area=None) | Q(area=area)), on)
    return Seats(
        for_area=next((seat for seat in seats if seat.area), None),
        for_everyone=tuple(seat for seat in seats if seat.area is None),
    )


def all_seats(*, on: date | None = None) -> list[Seat]:
    """Return every seat on a day or today, by slug, in three queries."""
    return _seats(Term.objects.all(), on)


def seat_of(member: Member, *, on: date | None = None) -> Seat | None:
    """Return the seat of a Member on a day or today, or None."""
    return next(iter(_seats(Term.objects.filter(member=member), on)), None)


def has_office(slug: str) -> bool:
    """Return whether an office works for this Member today, so that someone would read a case."""
    seats = _seats(Term.objects.filter(member__slug=slug), None)
    return any(seat.office for seat in seats)


def vacancies(seats: Iterable[Seat], *, whole_seats: int) -> tuple[list[Area], int]:
    """Return the vacant areas and the number of vacant seats for the whole place."""
    held = [seat.area for seat in seats]
    taken = {area.pk for area in held if area}
    return list(Area.objects.exclude(pk__in=taken)), max(0, whole_seats - held.count(None))


def _seats(terms: DatedQuerySet, on: date | None) -> list[Seat]:
    """Return the seats of these terms on a day. Of two terms for one area, the one that began last counts."""
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
    """Return the Members in a random order, so that none is always first. `rng` fixes the order."""
    drawn = list(members)
    (rng or random.SystemRandom()).shuffle(drawn)
    return drawn
