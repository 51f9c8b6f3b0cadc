"""Fixtures of editors."""

import pytest

from cms.setup import editors, home_page
from tests import factories


@pytest.fixture
def editor(db):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    return person


@pytest.fixture
def olu(editor):
    person = factories.staff("Olu")
    person.groups.set(editor.groups.all())
    return person


@pytest.fixture
def help_page(site):
    return home_page().get_children().get(slug="help").specific
