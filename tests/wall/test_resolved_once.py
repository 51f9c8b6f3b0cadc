"""Memberships of the request's user are queried once per request and not kept afterwards."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case
from casework.cases.permissions import can_work
from casework.offices.models import Membership
from casework.offices.visibility import offices_of, resolved_once
from casework.wall.scope import ALL, scoped

Role = Membership.Role


def page_of(case):
    return reverse("backoffice:case_detail", args=[case.reference])


def end_work_of(user):
    Membership.objects.filter(user=user).update(ended_at=timezone.now())


def asked_where(user, queries):
    """Return how many queries read the memberships of `user`, as own statements or as subqueries."""
    parts = [part for each in queries for part in each["sql"].split('FROM "offices_membership"')[1:]]
    of_user = re.compile(rf'"user_id" = {user.pk}\b')
    return sum('"started_at" <= ' in part and bool(of_user.search(part)) for part in parts)


def test_case_page_asks_once_where_the_person_works(sign_in, ben, case):
    client = sign_in(ben)
    client.get(page_of(case))  # the first page of a session also notes when it began
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page_of(case)).status_code == 200
    assert asked_where(ben, captured) == 1


def test_memberships_are_queried_again_outside_a_request(ben, case):
    with CaptureQueriesContext(connection) as captured, scoped(ALL):
        assert can_work(ben, case)
        assert Case.objects.visible_to(ben).exists()
    assert asked_where(ben, captured) == 2


def test_ended_membership_is_refused_at_the_next_request(sign_in, ben, case):
    client = sign_in(ben)
    assert client.get(page_of(case)).status_code == 200
    end_work_of(ben)
    assert client.get(page_of(case)).status_code == 404
    assert client.post(reverse("backoffice:close", args=[case.reference])).status_code == 404


def test_changed_role_counts_at_the_next_request(sign_in, ben, case):
    client = sign_in(ben)
    address = reverse("backoffice:close", args=[case.reference])
    assert client.post(address).status_code != 403
    Membership.objects.filter(user=ben).update(role=Role.READ_ONLY)
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("path", ["/office/cases/", "/office/cases/LA-2222-2222/", "/office/no-such-page/"])
def test_offices_are_queried_again_after_the_request(sign_in, ben, path):
    user = sign_in(ben).get(path).wsgi_request.user
    assert offices_of(user)
    end_work_of(ben)
    assert not offices_of(user)


def test_offices_of_the_same_object_are_queried_again_outside_a_request(ben, office, case):
    assert offices_of(ben) == {office.pk}
    end_work_of(ben)
    assert offices_of(ben) == frozenset()
    assert not can_work(ben, case)
    with scoped(ALL):
        assert not Case.objects.visible_to(ben).exists()


def test_offices_of_another_object_of_the_person_are_queried_again_inside_a_request(ben, office):
    with resolved_once(ben):
        end_work_of(ben)
        assert offices_of(ben) == {office.pk}
        assert offices_of(type(ben).objects.get(pk=ben.pk)) == frozenset()
    assert offices_of(ben) == frozenset()


def test_resolved_memberships_are_cleared_after_an_error(ben, office):
    with pytest.raises(ZeroDivisionError), resolved_once(ben):
        raise ZeroDivisionError
    end_work_of(ben)
    assert offices_of(ben) == frozenset()


@pytest.mark.parametrize("resolve", [True, False])
def test_offices_are_those_where_one_of_the_roles_is_held(assembly, resolve):
    fay = assembly.fay
    with resolved_once(fay) if resolve else scoped(ALL):
        assert offices_of(fay) == offices_of(fay, roles={Role.READ_ONLY}) == {assembly.office.pk}
        assert offices_of(fay, roles={Role.MANAGER, Role.CASEWORKER}) == frozenset()


def test_constituents_need_no_membership_query(ada):
    with CaptureQueriesContext(connection) as captured, resolved_once(ada):
        pass
    assert len(captured) == 0
