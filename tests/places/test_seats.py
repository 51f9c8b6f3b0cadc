import random
from datetime import date

import pytest

from casework.offices.models import GroupMembership, OfficeMember, Term
from casework.offices.seats import draw_order, seats_for
from casework.places.models import Area
from casework.wall.scope import ALL, scoped
from tests import factories

LATER = date(2025, 6, 1)


@pytest.fixture
def area(assembly):
    return Area.objects.get(slug="city-and-east")


def test_seats_for_area_include_its_member_and_the_london_wide_members(assembly, area):
    seats = seats_for(area)

    assert (seats.for_area.member, seats.for_area.area) == (assembly.member, area)
    assert (seats.for_area.group.name, seats.for_area.office) == ("Labour", assembly.office)
    assert [seat.member for seat in seats.for_everyone] == [assembly.rival_member]
    assert len(seats) == 2


def test_seat_without_a_member_on_the_day_is_vacant(assembly, area):
    Term.objects.filter(member=assembly.member).update(ends_on=LATER)

    assert seats_for(area, on=LATER).for_area is None
    assert seats_for(area, on=date(2025, 5, 31)).for_area.member == assembly.member


def test_seats_for_area_exclude_members_of_other_areas(assembly):
    other = Area.objects.create(slug="far", name="Far")

    seats = seats_for(other)

    assert seats.for_area is None
    assert [seat.member for seat in seats.for_everyone] == [assembly.rival_member]


def test_member_is_shown_with_the_group_and_office_of_the_day(assembly, area):
    for rows in (GroupMembership.objects, OfficeMember.objects):
        rows.filter(member=assembly.member).update(ends_on=LATER)
    OfficeMember.objects.create(member=assembly.member, office=assembly.sister, starts_on=LATER)

    before, after = seats_for(area, on=date(2025, 1, 1)).for_area, seats_for(area, on=LATER).for_area

    assert (before.group.name, before.office) == ("Labour", assembly.office)
    assert (after.group, after.office) == (None, assembly.sister)


def test_seats_take_three_queries_for_any_number_of_members(assembly, area, django_assert_num_queries):
    with scoped(ALL):
        for number in range(11):
            factories.member(f"Member {number} of all", office=assembly.rival)

    with django_assert_num_queries(3):
        seats = seats_for(area)
        assert all(seat.group.name and seat.office.name and seat.member.name for seat in seats.for_everyone)
    assert len(seats) == 13


def test_draw_order_keeps_all_members_and_any_can_be_first():
    members = ["Ann", "Bob", "Cem"]
    draws = [draw_order(members, random.Random(seed)) for seed in range(60)]

    assert all(sorted(drawn) == members for drawn in draws)
    assert {drawn[0] for drawn in draws} == set(members)
    assert members == ["Ann", "Bob", "Cem"]
