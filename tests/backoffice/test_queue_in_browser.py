"""How much of the queue a person sees without scrolling."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case
from casework.cases.services.safety.risk import raise_risk
from casework.constituents.models import Constituent
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_SIGHT = """() => [...document.querySelectorAll('tbody tr')]
    .filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"""


def test_fourteen_rows_fit_with_filters_and_a_risk_in_sight(assembly, signed_in):
    for number in range(20):
        case = factories.case(office=assembly.office, subject=f"Bus shelter broken, stop {number}")
    User.objects.filter(pk=assembly.ben.pk).update(name="Yvonne Achebe")
    with scoped(ALL):
        Constituent.objects.update(name="Tadeusz Pemberton")
        Case.objects.update(assignee=assembly.ben, next_on=timezone.localdate() - timedelta(days=3))
        raise_risk(case=case, kind="eviction", by=None)
    page = signed_in(assembly.ben, viewport={"width": 1280, "height": 900})
    page.goto("/office/cases/")
    page.locator(".queue-urgent").wait_for()
    assert page.evaluate(IN_SIGHT) >= 14


def test_address_of_a_filtered_list_names_only_what_was_chosen(assembly, signed_in):
    factories.case(office=assembly.office)
    page = signed_in(assembly.ben, viewport={"width": 1280, "height": 900})
    page.goto("/office/cases/")
    page.get_by_label("Turn").select_option("office")
    press(page, "Show")
    assert page.url.endswith("/office/cases/?view=open&turn=office")


def test_acts_on_ticked_rows_stay_in_sight(assembly, signed_in):
    for _number in range(30):
        factories.case(office=assembly.office)
    page = signed_in(assembly.ben, viewport={"width": 1280, "height": 900})
    page.goto("/office/cases/")
    page.locator(".queue__tick").last.check()
    assert page.evaluate("scrollY") > 0
    assert page.locator("#several button").first.evaluate("e => e.getBoundingClientRect().top") >= 0
