"""A fixture of an installation that `set_up` has made the service of Wessex."""

import pytest
from django.db import transaction
from django.test import override_settings

from body import current
from body.models import Body
from tests.ops.conftest import run

from .conftest import EXAMPLE


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """Run `set_up` once for each module, because that takes seconds, and return what it said. Each test undoes its own
    changes.
    """
    current.forget()
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(BODY_LOOKED_UP_EVERY=0):
        with pytest.MonkeyPatch.context() as replaced:
            replaced.setattr(current, "look_up", lambda: Body.objects.first() or Body())
            said = run("set_up", folder=EXAMPLE)
        yield said
        transaction.set_rollback(True)


@pytest.fixture
def wessex(installed, db, stored_body):
    """Return what `set_up` said. The body is read from the database."""
    return installed
