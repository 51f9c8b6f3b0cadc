"""What the checks before a page of the desk say by themselves."""

import pytest
from django.http import Http404, HttpResponse

from backoffice.access import administrators_only, my_offices_now, office_staff_only
from casework.offices import break_glass
from casework.offices.models import Membership
from casework.scope import ALL, scoped
from tests import factories


@pytest.fixture
def asks(rf):
    def ask(user):
        request = rf.get("/")
        request.user = user
        return request

    return ask


def a_page(request):
    return HttpResponse("Here it is.")


@pytest.mark.parametrize("who", ["ben", "dev", "ada"])
def test_only_administrators_pass(assembly, asks, who):
    with pytest.raises(Http404):
        administrators_only(a_page)(asks(getattr(assembly, who)))


def test_an_administrator_passes_there_and_not_to_the_cases(asks, db):
    boss = asks(factories.staff("Boss", is_administrator=True))
    assert administrators_only(a_page)(boss).status_code == 200
    with pytest.raises(Http404):
        office_staff_only(a_page)(boss)


def test_what_is_so_in_one_office_is_not_said_of_another(assembly, asks):
    """Who manages one office and reads in a second manages only the first, where alone somebody broke the glass."""
    both = factories.staff("Both", office=assembly.office, role=Membership.Role.MANAGER)
    Membership.objects.create(
        user=both,
        office=assembly.sister,
        role=Membership.Role.READ_ONLY,
        accepted_at=both.memberships.get().accepted_at,
    )
    boss = factories.staff("Boss", is_administrator=True)
    with scoped(ALL):
        break_glass.ask_for_access(
            office=assembly.office, reason="A life is at risk.", hours=1, by=boss, life_at_risk=True
        )
        offices = {office: office for office in my_offices_now(asks(both))}
    said = {
        office: [getattr(offices[office], name) for name in ("managed", "worked", "emergency")]
        for office in (assembly.office, assembly.sister)
    }
    assert said == {assembly.office: [True, True, True], assembly.sister: [False, False, False]}
