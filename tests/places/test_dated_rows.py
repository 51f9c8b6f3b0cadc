"""Dated rows: a Member has one seat, one group and one office on any day."""

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
    """Return an assembly where Ines Vale held her seat, group and office until 1 June 2025."""
    for rows in (Term.objects, GroupMembership.objects, OfficeMember.objects):
        rows.filter(member=assembly.member).update(ends_on=ENDED)
    return assembly


def again(kind, assembly, starts_on, ends_on=None):
    """Return another row of the same Member, from another day."""
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
def test_overlapping_dated_row_is_refused_with_one_message(past, kind, starts_on, ends_on):
    with pytest.raises(ValidationError, match="first") as refused:
        again(kind, past, starts_on, ends_on).full_clean()
    assert len(refused.value.messages) == 1


@KINDS
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(ENDED, None), (date(2023, 1, 1), factories.ELECTED), (AFTER, date(2026, 1, 1))],
)
def test_adjacent_dated_rows_are_accepted(past, kind, starts_on, ends_on):
    row = again(kind, past, starts_on, ends_on)
    row.full_clean()
    row.save()
    row.full_clean()  # a saved row does not conflict with itself


@KINDS
def test_two_open_ended_rows_are_refused_with_one_message(assembly, kind):
    with pytest.raises(ValidationError, match="first") as refused:
        again(kind, assembly, AFTER).full_clean()
    assert len(refused.value.messages) == len(set(refused.value.messages))


@KINDS
def test_dated_row_must_end_after_its_start(past, kind):
    with pytest.raises(ValidationError, match="after the start"):
        again(kind, past, AFTER, AFTER).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again(kind, past, AFTER, ENDED).save()


@pytest.mark.postgresql
@KINDS
def test_postgresql_constraint_refuses_overlapping_dated_rows(past, kind):
    with pytest.raises(IntegrityError, match="one_a_day"), transaction.atomic():
        again(kind, past, date(2025, 5, 31)).save()


def test_overlapping_offices_resolve_to_the_latest_start(assembly):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL lets no two rows share a day")
    OfficeMember.objects.filter(member=assembly.member).update(ends_on=date(2999, 1, 1))
    again(OfficeMember, assembly, AFTER).save()
    again(OfficeMember, assembly, date(2023, 1, 1), date(2998, 1, 1)).save()

    assert office_for(assembly.member) == assembly.sister
    assert seats_for(Area.objects.get()).for_area.office == assembly.sister


def test_second_member_for_an_area_on_the_same_day_is_refused(past):
    newcomer = Term(member=past.rival_member, area=Area.objects.get(), starts_on=date(2025, 5, 1))
    Term.objects.filter(member=past.rival_member).delete()
    with pytest.raises(ValidationError, match="This area already has a Member"):
        newcomer.full_clean()


def test_office_for_member_without_an_office_raises_no_office(past):
    with pytest.raises(NoOffice):
        office_for(past.member)
