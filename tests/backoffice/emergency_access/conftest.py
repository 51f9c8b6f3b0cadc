"""An administrator who asks for emergency access, and another who watches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.offices.access import emergency_access
from tests import factories
from tests.backoffice.emergency_access.pages import WHY


@pytest.fixture
def boss(assembly):
    return factories.staff("Boss", is_administrator=True)


@pytest.fixture
def advance(monkeypatch):
    """Return a function that moves `timezone.now` forward."""

    def go(**by):
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(**by))

    return go


@pytest.fixture
def ask(boss, office):
    """Return a function with which Boss requests access to Labour East."""

    def go(**more):
        return emergency_access.ask_for_access(
            **{"office": office, "reason": WHY, "hours": 1, "by": boss} | more
        )

    return go


@pytest.fixture
def open_now(ask):
    return ask(life_at_risk=True)


@pytest.fixture
def chief(boss):
    return factories.staff("Chief", is_administrator=True)
