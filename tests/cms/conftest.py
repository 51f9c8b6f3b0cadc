"""Editors, and a site with every page of the demo."""

import pytest

from casework.questionnaires.services import current_version
from cms.keeping import forget_pages
from cms.setup import editors
from config.demo import pages
from config.demo.form import publish_contact_form
from tests import factories


@pytest.fixture
def editor(assembly):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    return person


@pytest.fixture
def site(assembly):
    """The demo's pages on the small assembly."""
    if current_version("contact") is None:
        publish_contact_form()
    pages.write()
    forget_pages()
    return assembly
