"""Fixtures of a site with every page of the demo."""

from copy import deepcopy

import pytest
from django.db import transaction

from casework.questionnaires.services import current_version
from cms.page_cache import clear_pages
from demo.site import pages
from demo.site.form import publish_contact_form
from tests import factories


@pytest.fixture(scope="module")
def written_site(django_db_setup, django_db_blocker):
    """Create the demo's pages once for each module, because that takes seconds. Each test undoes its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        assembly = factories.assembly()
        if current_version("contact") is None:
            publish_contact_form()
        pages.write()
        yield assembly
        transaction.set_rollback(True)


@pytest.fixture
def site(written_site, db):
    """Return the small assembly, with the demo's pages published."""
    clear_pages()
    return deepcopy(written_site)
