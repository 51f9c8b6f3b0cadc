"""The emergency access pages in a browser at two widths, checked by axe."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.offices.access import emergency_access
from casework.offices.models import EmergencyAccess, Membership
from casework.wall.scope import ALL, scoped
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
WHY = "The office cannot open its case and asked me to look."


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


def look(page, axe, address, words):
    assert page.goto(address).status == 200, address
    assert words in page.locator("main").inner_text()
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{address} scrolls sideways: {widths}"
    axe(page)


@pytest.mark.parametrize("size", SIZES)
def test_emergency_access_from_request_to_end(signed_in, axe, assembly, boss, case, size):
    administrator, manager = (
        signed_in(boss, viewport=SIZES[size]),
        signed_in(assembly.dev, viewport=SIZES[size]),
    )
    look(administrator, axe, reverse("backoffice:administration"), "Emergency access")
    look(administrator, axe, reverse("backoffice:administration_emergency"), "Why do you need")
    administrator.get_by_label("Office").select_option("labour-east")
    administrator.get_by_label("Why do you need to read cases?").fill(WHY)
    administrator.get_by_role("button", name="Ask for access").click()
    administrator.get_by_text("The managers of Labour East are asked").wait_for()
    axe(administrator)
    with scoped(ALL):
        access = EmergencyAccess.objects.get()
    paper = reverse("backoffice:emergency", args=[access.uuid])
    look(manager, axe, "/office/cases/", "asks to read the cases of Labour East")
    look(manager, axe, paper, WHY)
    manager.get_by_role("button", name="Decline").click()
    manager.get_by_role("heading", name="There is a problem").wait_for()
    axe(manager)
    manager.get_by_role("button", name="Approve").click()
    manager.get_by_text("Approved. Boss reads").wait_for()
    case_page = reverse("backoffice:case_detail", args=[case.reference])
    look(administrator, axe, case_page, "under emergency access until")
    look(manager, axe, paper, case.reference)
    administrator.get_by_role("button", name="End it now").click()
    administrator.get_by_text("Ended. You see no case").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_report_and_team_pages_are_accessible(signed_in, axe, assembly, boss, size):
    access = emergency_access.ask_for_access(
        office=assembly.office, reason=WHY, hours=1, by=boss, life_at_risk=True
    )
    began = access.membership.started_at - timedelta(hours=2)
    Membership.objects.filter(pk=access.membership_id).update(
        started_at=began, ended_at=began + timedelta(hours=1)
    )
    manager = signed_in(assembly.dev, viewport=SIZES[size])
    role = reverse("backoffice:membership_role", args=[assembly.ben.memberships.get().uuid])
    look(manager, axe, role, "What may Ben do")
    look(manager, axe, reverse("backoffice:team_invite"), "without a manager’s approval")
    look(manager, axe, reverse("backoffice:emergency", args=[access.uuid]), "None so far")
    manager.get_by_role("button", name="I have read this report").click()
    manager.get_by_text("The log says that you read this report").wait_for()
