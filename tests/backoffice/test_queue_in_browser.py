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
