"""Cases of somebody who is away stay theirs and stand in the work of their cover, and of the managers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases.models import Case
from casework.cases.services.case import assign
from casework.offices.duty.rota import add_away
from casework.offices.models import Away
from casework.wall.scope import ALL, scoped
from tests import factories

COVERING = "/office/cases/?view=covering"


@pytest.fixture
def kim(office):
    """Return another caseworker of the office."""
    with scoped(ALL):
        return factories.staff("Kim", office=office)


@pytest.fixture
def absent(office, case, ben, dev, kim):
    """Give the case to ben, who is away with kim as the cover."""
    today = timezone.localdate()
    with scoped(ALL):
        assign(case=case, to=ben, by=dev)
        add_away(
            office=office, person=ben, cover=kim, starts_on=today, ends_on=today + timedelta(days=2), by=dev
        )
    return case


def listed(client):
    return [case.pk for case in client.get(COVERING).context["page"].cases]


def test_cover_and_manager_find_the_cases_of_somebody_away(absent, sign_in, kim, dev):
    for colleague in (kim, dev):
        assert listed(sign_in(colleague)) == [absent.pk]
    with scoped(ALL):
        assert Case.objects.get().assignee.name == "Ben"


def test_other_colleagues_do_not_find_them_there(absent, sign_in, office):
    with scoped(ALL):
        lee = factories.staff("Lee", office=office)
    assert listed(sign_in(lee)) == []


def test_cases_leave_the_list_when_the_person_is_back(absent, sign_in, kim):
    with scoped(ALL):
        Away.objects.update(starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate())
    assert listed(sign_in(kim)) == []
