"""Editors, and a site with every page of the demo."""

from copy import deepcopy

import pytest
from django.db import transaction

from casework.questionnaires.services import current_version
from cms.keeping import forget_pages
from cms.setup import editors
from config.demo import pages
from config.demo.form import publish_contact_form
from tests import factories


@pytest.fixture
def editor(db):
    person = factories.staff("Nadia")
    person.groups.add(editors())
    return person


@pytest.fixture(scope="module")
def written_site(django_db_setup, django_db_blocker):
    """Writing every page takes seconds, so it is done once a file; each test undoes only what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = factories.assembly()
        if current_version("contact") is None:
            publish_contact_form()
        pages.write()
        yield assembly
        transaction.set_rollback(True)


@pytest.fixture
def site(written_site, db):
    """The demo's pages on the small assembly."""
    forget_pages()
    return deepcopy(written_site)
