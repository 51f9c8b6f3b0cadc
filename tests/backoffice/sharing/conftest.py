"""A case with texts that a guest must not see, and a share of it."""

import pytest

from casework.cases.models import CaseFile
from casework.files import store
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import shared


@pytest.fixture
def secret(assembly):
    case = factories.case(
        office=assembly.office, raised_by=assembly.ada, subject="canary-subject", body="canary-body"
    )
    factories.note(case, body="canary-note")
    with scoped(ALL), store.arrival() as arrival:
        arrival.file.write(b"canary-bytes")
        CaseFile.objects.create(
            office=case.office, case=case, message=case.messages.get(), key=arrival.keep(),
            name="canary-file.jpg", content_type="image/jpeg", size=12, sha256="0" * 64,
        )  # fmt: skip
    return case


@pytest.fixture
def share(assembly, secret):
    return shared(secret, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
