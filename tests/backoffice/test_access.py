"""The access decorators of the back office, without any page behind them."""

import pytest
from django.http import Http404, HttpResponse

from backoffice.access import administrators_only, my_offices_now, office_staff_only
from casework.offices.access import emergency_access
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def request_of(rf):
    def build(user):
        request = rf.get("/")
        request.user = user
        return request

    return build


def view(request):
    return HttpResponse("Here it is.")


@pytest.mark.parametrize("who", ["ben", "dev", "ada"])
def test_administrators_only_refuses_other_users(assembly, request_of, who):
    with pytest.raises(Http404):
        administrators_only(view)(request_of(getattr(assembly, who)))


def test_administrator_passes_administrators_only_but_not_office_staff_only(request_of, db):
    boss = request_of(factories.staff("Boss", is_administrator=True))
    assert administrators_only(view)(boss).status_code == 200
    with pytest.raises(Http404):
        office_staff_only(view)(boss)


def test_roles_and_emergency_access_of_one_office_do_not_apply_to_another(assembly, request_of):
    """Use a manager of one office who is read-only in a second, and emergency access to the first only."""
    both = factories.staff("Both", office=assembly.office, role=Membership.Role.MANAGER)
    Membership.objects.create(
        user=both,
        office=assembly.sister,
        role=Membership.Role.READ_ONLY,
    )
    boss = factories.staff("Boss", is_administrator=True)
    with scoped(ALL):
        emergency_access.ask_for_access(
            office=assembly.office, reason="A life is at risk.", hours=1, by=boss, life_at_risk=True
        )
        offices = {office: office for office in my_offices_now(request_of(both))}
        assert {access.office for access in emergency_access.to_be_seen_by(both)} == {assembly.office}
    said = {
        office: [getattr(offices[office], name) for name in ("managed", "worked")]
        for office in (assembly.office, assembly.sister)
    }
    assert said == {assembly.office: [True, True], assembly.sister: [False, False]}
