"""One seat, one group and one office a day: two rows that share a day are refused, and readers agree."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from casework.offices.models import GroupMembership, OfficeMember, Term
from casework.offices.seats import seats_for
from casework.offices.services import NoOffice, office_for
from casework.places.models import Area
from tests import factories

ENDED, AFTER = date(2025, 6, 1), date(2025, 9, 1)


@pytest.fixture
def past(assembly):
    """Ines Vale held her seat, group and office until 1 June 2025."""
    for rows in (Term.objects, GroupMembership.objects, OfficeMember.objects):
        rows.filter(member=assembly.member).update(ends_on=ENDED)
    return assembly


def again(kind, assembly, starts_on, ends_on=None):
    """The same Member once more, from another day on."""
    facts = {
        Term: {"area": Area.objects.get()},
        GroupMembership: {"group": assembly.office.group},
        OfficeMember: {"office": assembly.sister},
    }[kind]
    return kind(member=assembly.member, starts_on=starts_on, ends_on=ends_on, **facts)


KINDS = pytest.mark.parametrize("kind", [Term, GroupMembership, OfficeMember])


@KINDS
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2025, 5, 31), None), (date(2025, 1, 1), date(2025, 2, 1)), (date(2024, 1, 1), AFTER)],
)
def test_two_rows_that_share_a_day_are_refused_with_what_to_do(past, kind, starts_on, ends_on):
    with pytest.raises(ValidationError, match="first") as refused:
        again(kind, past, starts_on, ends_on).full_clean()
    assert len(refused.value.messages) == 1


@KINDS
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(ENDED, None), (date(2023, 1, 1), factories.ELECTED), (AFTER, date(2026, 1, 1))],
)
def test_rows_that_follow_each_other_are_welcome(past, kind, starts_on, ends_on):
    row = again(kind, past, starts_on, ends_on)
    row.full_clean()
    row.save()
    row.full_clean()  # a row does not stand in its own way


@KINDS
def test_two_rows_without_an_end_are_refused_once(assembly, kind):
    with pytest.raises(ValidationError, match="first") as refused:
        again(kind, assembly, AFTER).full_clean()
    assert len(refused.value.messages) == len(set(refused.value.messages))


@KINDS
def test_a_row_ends_after_it_starts(past, kind):
    with pytest.raises(ValidationError, match="after the start"):
        again(kind, past, AFTER, AFTER).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again(kind, past, AFTER, ENDED).save()


@pytest.mark.postgresql
@KINDS
def test_postgresql_itself_refuses_two_rows_that_share_a_day(past, kind):
    with pytest.raises(IntegrityError, match="one_a_day"), transaction.atomic():
        again(kind, past, date(2025, 5, 31)).save()


def test_should_two_offices_hold_all_readers_pick_the_one_that_began_last(assembly):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL lets no two rows share a day")
    OfficeMember.objects.filter(member=assembly.member).update(ends_on=date(2999, 1, 1))
    again(OfficeMember, assembly, AFTER).save()
    again(OfficeMember, assembly, date(2023, 1, 1), date(2998, 1, 1)).save()

    assert office_for(assembly.member) == assembly.sister
    assert seats_for(Area.objects.get()).for_area.office == assembly.sister


def test_an_area_has_one_member_a_day(past):
    newcomer = Term(member=past.rival_member, area=Area.objects.get(), starts_on=date(2025, 5, 1))
    Term.objects.filter(member=past.rival_member).delete()
    with pytest.raises(ValidationError, match="This area already has a Member"):
        newcomer.full_clean()


def test_without_an_office_today_there_is_none(past):
    with pytest.raises(NoOffice):
        office_for(past.member)
