"""“Assign to me” in the queue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.queue.pages import QUEUE


def test_assign_to_self_returns_to_the_queue(desk, ben, case):
    address = reverse("backoffice:assign_to_self", args=[case.reference])
    response = desk(ben).post(address, {"list": "?view=no-ones"})
    assert response.headers["Location"] == f"{QUEUE}?view=no-ones#result"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "", "?\r\nX: y"])
def test_assign_to_self_does_not_redirect_elsewhere(desk, ben, case, elsewhere):
    address = reverse("backoffice:assign_to_self", args=[case.reference])
    assert desk(ben).post(address, {"list": elsewhere}).headers["Location"].startswith("/office/cases/")


def test_read_only_staff_see_no_assign_to_self_button(desk, assembly, case):
    assert "Assign to me" not in desk(assembly.fay).get(QUEUE).text
    assert "Assign to me" in desk(assembly.ben).get(QUEUE).text


def test_former_manager_who_is_read_only_sees_no_assign_to_self_button(desk, assembly, case):
    """Use Fay, whose earlier membership as manager has ended."""
    with scoped(ALL):
        past = timezone.now() - timedelta(days=1)
        Membership.objects.create(
            office=assembly.office,
            user=assembly.fay,
            role="manager",
            started_at=past,
            ended_at=past,
        )
    page = desk(assembly.fay).get(QUEUE).text
    assert "Assign to me" not in page
    assert reverse("backoffice:log") not in page


def test_assign_to_self_is_offered_only_where_the_person_works_on_cases(desk, ben, assembly, case):
    with scoped(ALL):
        Membership.objects.create(office=assembly.sister, user=ben, role="read-only")
    theirs = factories.case(office=assembly.sister)
    page = desk(ben).get(QUEUE).text
    assert reverse("backoffice:assign_to_self", args=[case.reference]) in page
    assert reverse("backoffice:assign_to_self", args=[theirs.reference]) not in page
    assert (
        "Write a note" not in desk(ben).get(reverse("backoffice:case_detail", args=[theirs.reference])).text
    )


def test_rows_share_one_assign_to_self_form(desk, ben, case):
    page = desk(ben).get(QUEUE).text
    address = reverse("backoffice:assign_to_self", args=[case.reference])
    assert f'form="assign-to-self" formaction="{address}?next=' in page
    assert page.count('id="assign-to-self"') == 1
